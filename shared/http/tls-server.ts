import { createPrivateKey } from 'node:crypto';
import type { SecureVersion } from 'node:tls';
import type { ServerOptions } from 'node:https';
import type { Bytes } from '#shared/bytes/bytes';
import type { PeerJudge } from './peer.ts';
import { judgedHere } from './tls-client.ts';
import type { ServerLimits } from './limits.ts';

/** The certificate of a server, and what it wants of its clients. Keys and certificates are PEM. */
export interface ServerTls {
  readonly key: string | Bytes;
  /** The leaf first, then the rest of the chain. */
  readonly cert: string | Bytes;
  /** Whom Node's own check of client certificates trusts. */
  readonly ca?: string | Bytes;
  /** Groups of the key exchange, `X25519:P-256`. */
  readonly ecdhCurve?: string;
  readonly minVersion?: SecureVersion;
  readonly maxVersion?: SecureVersion;
  /** Ask clients for a certificate. */
  readonly requestCert?: boolean;
  /** Judges the client's certificate in place of Node; a client it throws at is answered 403. */
  readonly judge?: PeerJudge;
}

/** The groups every end offers: what SGP.22 §2.6.6 wants, brainpool included. */
export const groups = 'X25519:P-256:P-384:brainpoolP256r1';

/** Node's options for a server's TLS. TLS 1.3 has no brainpool signatures in OpenSSL 3.0, so that such a key means TLS 1.2. */
export function tlsServerOptions(tls: ServerTls, limits: ServerLimits): ServerOptions {
  const key = Buffer.from(tls.key);
  const curve = createPrivateKey(key).asymmetricKeyDetails?.namedCurve ?? '';
  const maxVersion = tls.maxVersion ?? (curve.startsWith('brainpool') ? 'TLSv1.2' : undefined);
  return {
    key,
    cert: Buffer.from(tls.cert),
    handshakeTimeout: limits.handshake,
    minVersion: tls.minVersion ?? 'TLSv1.2',
    ecdhCurve: tls.ecdhCurve ?? groups,
    ...(maxVersion === undefined ? {} : { maxVersion }),
    ...(tls.ca === undefined ? {} : { ca: Buffer.from(tls.ca) }),
    requestCert: tls.requestCert ?? tls.judge !== undefined,
    ...(tls.judge === undefined ? {} : judgedHere),
  };
}
