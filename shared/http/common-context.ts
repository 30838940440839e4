import type { RequestOptions } from 'node:https';
import type { SecureContext } from 'node:tls';
import { createSecureContext } from 'node:tls';

const contexts = new Map<string, SecureContext>();

/** The TLS context that clients without roots and an identity of their own have in common: making one is dear. */
export function commonContext(options: RequestOptions): { readonly secureContext?: SecureContext } {
  const { ca, cert, ecdhCurve, maxVersion, minVersion } = options;
  if (ca !== undefined || cert !== undefined) return {};
  const name = [ecdhCurve, minVersion, maxVersion].join(' ');
  const context = contexts.get(name) ?? createSecureContext({ ecdhCurve, maxVersion, minVersion });
  contexts.set(name, context);
  return { secureContext: context };
}
