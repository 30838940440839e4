import type { Bytes } from '#shared/bytes/bytes';
import { writePkcs12 } from '#shared/pki/web/pkcs12';
import type { WebCertificate } from '#shared/pki/web/read-web-certificate';
import { webClient } from '#shared/pki/web/web-certificate';
import type { WebMaking } from '#shared/pki/web/web-identity';
import { webCertificatePem } from '#shared/pki/web/web-identity';

import { ownWebRoot } from './own-web-root.ts';

/** A file to be written: `mode` 0o600 for what holds a key. */
export interface WebFile {
  readonly name: string;
  readonly what: string;
  readonly content: Bytes | string;
  readonly mode: number;
  /** Of a certificate. */
  readonly keyId?: Bytes | undefined;
}

/** The files that browsers and operators want, and the password of the PKCS#12 file among them. */
export interface WebExport {
  readonly files: readonly WebFile[];
  readonly password?: string;
}

/** The web root of a data folder; with `keys` also a fresh client of an operator as PEM and as PKCS#12. Keys stay test keys. */
export function exportWeb(data: string, keys: boolean, making: WebMaking): WebExport {
  const root = ownWebRoot(data, making);
  const ca = certificateFile('web-ca', 'web CA: portal, ES2+ and their clients', root.certificate);
  if (!keys) return { files: [ca] };
  const client = webClient({ root, operator: 'esimlab operator', ...making });
  const password = Buffer.from(making.entropy.draw('pkcs12Password', 12)).toString('base64url');
  const what = 'operator, client of ES2+';
  return {
    password,
    files: [
      ca,
      certificateFile('web-client', what, client.certificate),
      { name: 'web-client.key.pem', what: `${what}, private key`, content: client.key, mode: 0o600 },
      {
        name: 'web-client.p12',
        what: `${what}, certificates and private key`,
        content: writePkcs12(client, password, root.certificate),
        mode: 0o600,
      },
    ],
  };
}

function certificateFile(name: string, what: string, certificate: WebCertificate): WebFile {
  const content = webCertificatePem(certificate);
  return { name: `${name}.pem`, what, content, mode: 0o644, keyId: certificate.subjectKeyIdentifier };
}
