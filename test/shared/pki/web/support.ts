import { createPrivateKey, sign } from 'node:crypto';

import { decode, encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { WebCertificate } from '#shared/pki/web/read-web-certificate';
import { webClient, webServer } from '#shared/pki/web/web-certificate';
import type { WebIdentity } from '#shared/pki/web/web-identity';
import { webRoot } from '#shared/pki/web/web-root';
import type { TbsCertificate as Tbs } from '#shared/pki/x509';
import { TbsCertificate, X509Certificate } from '#shared/pki/x509';
import { steppedClock } from '#shared/runtime/clock';
import type { Clock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';

export const now = instant('2026-11-23T10:00:00Z');
export const host = 'portal.operator.test';
export const operator = 'Ελληνικός Operator';

/** A root, a server and a client of it, the same in every run for one seed. */
export function openWebPki(seed: number, clock: Clock = steppedClock(now)) {
  const entropy = seededEntropy(seed);
  const root = webRoot({ entropy, clock });
  const making = { root, entropy, clock };
  return {
    clock,
    entropy,
    root,
    server: webServer({ ...making, addresses: [`${host}:8444`, '127.0.0.1', '[::1]'] }),
    client: webClient({ ...making, operator }),
  };
}

/** The same certificate with its TBSCertificate edited and signed anew by `root`: negative tests change exactly one thing. */
export function craftWeb(from: WebCertificate, root: WebIdentity, edit: (tbs: Tbs) => Tbs): Bytes {
  const whole = decode(X509Certificate, from.der);
  const signed = encode(TbsCertificate, edit(whole.tbsCertificate.value));
  const signatureValue = new Uint8Array(sign('sha256', signed, createPrivateKey(root.key)));
  return encode(X509Certificate, {
    ...whole,
    tbsCertificate: { value: decode(TbsCertificate, signed), der: signed },
    signatureValue,
  });
}
