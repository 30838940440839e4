import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Bytes } from '#shared/bytes/bytes';
import { toHex, toUtf8 } from '#shared/bytes/bytes';
import { testCi } from '#shared/pki/certificate-issuers';
import type { Certificate } from '#shared/pki/certificate';
import { serverIdentity } from '#shared/pki/identities';
import { certificatePem, privateKeyPem } from '#shared/pki/pem';
import { sgp26Identity } from '#shared/pki/sgp26';
import { systemClock } from '#shared/runtime/clock';
import { systemEntropy } from '#shared/runtime/entropy';

import type { AddCommand } from '../program.ts';
import { dataFolderOf } from '../data.ts';
import { ciSetOf } from '../own-ci.ts';
import { settingsOf, withSettings } from '../settings-options.ts';

/** `esimlab pki export`: the certificates others need to trust, or to be trusted. */
export const addPki: AddCommand = (program, given) => {
  const pki = program.command('pki').description('Certificates of the lab.');
  const command = pki
    .command('export')
    .description('Writes the certificates that others need to trust the lab, in PEM and DER.')
    .option('--out <folder>', 'where to write them', 'esimlab-pki')
    .option('--keys', 'write private keys too (they are test keys; keep them out of production all the same)')
    .option('--web', 'write the web CA too, and with --keys an operator client (web-client.p12)')
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', '\nExample: esimlab pki export --out certificates');
  withSettings(command, 'ci', 'data').action(async () => {
    const options = command.opts<{ out: string; keys?: true; web?: true; json?: true }>();
    const settings = await settingsOf(command, given);
    const making = { entropy: systemEntropy(), clock: systemClock() };
    const cis = ciSetOf(settings.ci, dataFolderOf(settings, given), making);
    const folder = resolve(given.folder, options.out);
    mkdirSync(folder, { recursive: true });
    const written: Written[] = [];
    const write = (name: string, content: Bytes | string, mode = 0o644): void => {
      writeFileSync(join(folder, name), content, { mode });
    };
    const exportOne = (name: string, what: string, certificate: Certificate): void => {
      write(`${name}.pem`, certificatePem(certificate));
      write(`${name}.der`, certificate.der);
      const keyId = certificate.subjectKeyIdentifier;
      written.push({ file: join(options.out, `${name}.pem`), what, keyId: keyId ? toHex(keyId) : '' });
    };
    const exportKey = (name: string, what: string, key: Parameters<typeof privateKeyPem>[0]): void => {
      if (options.keys !== true) return;
      write(`${name}.key.pem`, toUtf8(privateKeyPem(key)), 0o600);
      written.push({ file: join(options.out, `${name}.key.pem`), what: `${what}, private key`, keyId: '' });
    };
    exportOne('ci-nist', `CI, NIST P-256: ${cis.nist.name}`, cis.nist.certificate);
    exportKey('ci-nist', 'CI, NIST P-256', cis.nist.key);
    exportOne('ci-brainpool', `CI, brainpoolP256r1: ${cis.brainpool.name}`, cis.brainpool.certificate);
    exportKey('ci-brainpool', 'CI, brainpoolP256r1', cis.brainpool.key);
    if (settings.ci === 'test') {
      const [, , published] = testCi().trusted;
      if (published)
        exportOne('ci-brainpool-sgp26', 'CI, brainpoolP256r1: published in SGP.26', published.certificate);
      const eum = sgp26Identity('eumNist');
      exportOne('eum-nist', 'EUM of the lab eUICCs', eum.certificate);
      exportKey('eum-nist', 'EUM', eum.key);
    }
    for (const [curve, ci] of [
      ['nist', cis.nist],
      ['brainpool', cis.brainpool],
    ] as const) {
      const server = serverIdentity({ ci, addresses: [], ...making });
      for (const [role, identity] of [
        ['dp-auth', server.dpAuth],
        ['dp-pb', server.dpPb],
        ['dp-tls', server.dpTls],
      ] as const) {
        exportOne(`${role}-${curve}`, `${role} of a lab SM-DP+`, identity.certificate);
        exportKey(`${role}-${curve}`, role, identity.key);
      }
    }
    if (options.web === true) {
      // Loaded only here: RSA takes its time to load.
      const { exportWeb } = await import('../export-web.ts');
      const web = exportWeb(dataFolderOf(settings, given), options.keys === true, making);
      for (const { name, what, content, mode, keyId } of web.files) {
        write(name, content, mode);
        written.push({ file: join(options.out, name), what, keyId: keyId ? toHex(keyId) : '' });
      }
      if (web.password !== undefined)
        given.terminal.note(`web-client.p12 opens with the password ${web.password}`);
    }
    if (options.json === true) given.terminal.out(JSON.stringify({ folder: options.out, written }));
    else
      for (const { file, what, keyId } of written)
        given.terminal.out(`${file}  ${what}${keyId === '' ? '' : `  ${keyId}`}`);
  });
};

interface Written {
  readonly file: string;
  readonly what: string;
  readonly keyId: string;
}
