import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { WebIdentity, WebMaking } from '#shared/pki/web/web-identity';
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
