import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { KeptKeys, WebIdentity, WebMaking } from '#shared/pki/web/web-identity';
import { readWebIdentityPem, webIdentityPem } from '#shared/pki/web/web-identity';
import { webRoot } from '#shared/pki/web/web-root';
import { makeDataFolder } from '#shared/storage/data-folder';

/** The root of the lab's web PKI, which is made once and kept in the data folder with its key. */
export function ownWebRoot(data: string, making: WebMaking): WebIdentity {
  const file = join(data, 'own-web-ca.pem');
  if (existsSync(file)) return readWebIdentityPem(readFileSync(file, 'utf8'));
  const made = webRoot(making);
  makeDataFolder(data);
  writeFileSync(file, webIdentityPem(made), { mode: 0o600 });
  return made;
}

/**
 * The keys of the lab's web servers, kept in the data folder: searching for the primes of three of them is a fifth of the
 * time that a start takes. Their certificates are made at each start. A file that is not ours, or broken, is written anew.
 */
export function ownWebServerKeys(data: string): KeptKeys {
  const file = join(data, 'own-web-keys.json');
  const kept = readKeys(file);
  return (purpose, make) => {
    const known = kept.get(purpose);
    if (known !== undefined) return known;
    const made = make();
    kept.set(purpose, made);
    makeDataFolder(data);
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(kept), undefined, 2)}\n`, { mode: 0o600 });
    return made;
  };
}

/** Those that node:crypto reads. */
function readKeys(file: string): Map<string, string> {
  try {
    const entries = Object.entries(
      JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>,
    );
    return new Map(entries.filter(([, key]) => createPrivateKey(key).asymmetricKeyType === 'rsa'));
  } catch {
    return new Map();
  }
}
