import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { World } from '#scenarios/world/index';
import { certificatePem } from '#shared/pki/pem';
import { writePkcs12 } from '#shared/pki/web/pkcs12';
import { webCertificatePem } from '#shared/pki/web/web-identity';
import { systemEntropy } from '#shared/runtime/entropy';

/** Where a lab is asked by the programs that are run beside it. */
export interface LabUrls {
  readonly lab: string;
  readonly token: string;
  readonly portal: string;
  readonly es2plus: string;
}

/**
 * The variables of a program that is run beside a lab. Its certificates are written into `folder`: the roots of the
 * lab's servers, added to those that NODE_EXTRA_CA_CERTS named before, and the operator's client certificate.
 */
export function labEnvironment(
  world: World,
  urls: LabUrls,
  folder: string,
  before: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const ca = join(folder, 'ca.pem');
  const roots = join(folder, 'roots.pem');
  const p12 = join(folder, 'client.p12');
  const password = Buffer.from(systemEntropy().draw('pkcs12Password', 12)).toString('base64url');
  const { certificate } = world.web.root;
  const cis = world.cis.trusted.map((issuer) => certificatePem(issuer.certificate)).join('');
  writeFileSync(ca, webCertificatePem(certificate));
  writeFileSync(roots, fileOrNothing(before['NODE_EXTRA_CA_CERTS']) + webCertificatePem(certificate) + cis);
  writeFileSync(p12, writePkcs12(world.web.clientIdentity(), password, certificate), { mode: 0o600 });
  return {
    ...before,
    // Other esimlab commands beside it find this lab by its folder.
    ESIMLAB_DATA: folder,
    ESIMLAB_URL: urls.lab,
    ESIMLAB_TOKEN: urls.token,
    ESIMLAB_SMDP_ADDRESS: world.smdp.address,
    ESIMLAB_ES2PLUS_URL: urls.es2plus,
    ESIMLAB_PORTAL_URL: urls.portal,
    ESIMLAB_CA_FILE: ca,
    ESIMLAB_CLIENT_P12: p12,
    ESIMLAB_CLIENT_P12_PASSWORD: password,
    NODE_EXTRA_CA_CERTS: roots,
  };
}

function fileOrNothing(name: string | undefined): string {
  if (name === undefined || name === '') return '';
  try {
    return `${readFileSync(name, 'utf8').trimEnd()}\n`;
  } catch {
    return '';
  }
}
