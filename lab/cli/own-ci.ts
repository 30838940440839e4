import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { CiSet, SigningCertificateIssuer } from '#shared/pki/certificate-issuers';
import { certificateIssuer, ownCiSet, testCi } from '#shared/pki/certificate-issuers';
import { certificatePem, privateKeyPem, readCertificateFile, readPrivateKeyPem } from '#shared/pki/pem';
import { toUtf8 } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import { makeDataFolder } from '#shared/storage/data-folder';

interface Making {
  readonly entropy: Entropy;
  readonly clock: Pick<Clock, 'now'>;
}

/** The CIs of `--ci test`, or those of `--ci own`, which are made once and kept in the data folder. */
export function ciSetOf(which: 'test' | 'own', data: string, making: Making): CiSet {
  if (which === 'test') return testCi();
  const files = { nist: join(data, 'own-ci-nist.pem'), brainpool: join(data, 'own-ci-brainpool.pem') };
  if (existsSync(files.nist) && existsSync(files.brainpool)) {
    const nist = readIssuer(files.nist);
    const brainpool = readIssuer(files.brainpool);
    return { nist, brainpool, trusted: [nist, brainpool] };
  }
  const made = ownCiSet(making.entropy, making.clock);
  makeDataFolder(data);
  writeIssuer(files.nist, made.nist);
  writeIssuer(files.brainpool, made.brainpool);
  return made;
}

function readIssuer(file: string): SigningCertificateIssuer {
  const text = readFileSync(file, 'utf8');
  const [certificate] = readCertificateFile(toUtf8(text));
  if (certificate === undefined)
    throw new TypeError(`${file} holds no certificate; delete it to have a new CI made`);
  return certificateIssuer(certificate, readPrivateKeyPem(text));
}

function writeIssuer(file: string, { certificate, key }: SigningCertificateIssuer): void {
  writeFileSync(file, certificatePem(certificate) + privateKeyPem(key), { mode: 0o600 });
}
