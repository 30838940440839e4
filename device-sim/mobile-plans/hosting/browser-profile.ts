import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of the whole browser. No scheme: a 401 is an answer like any other, and nobody is asked for a password. */
const localState = { auth: { schemes: 'none' } };

/** Of the user. What a browser asks or does by itself is off; cookies of payment frames are as in a fresh Chrome. */
const preferences = {
  alternate_error_pages: { enabled: false },
  autofill: { credit_card_enabled: false, profile_enabled: false },
  credentials_enable_service: false,
  profile: { cookie_controls_mode: 0, password_manager_enabled: false },
  safebrowsing: { enabled: false },
  search: { suggest_enabled: false },
  signin: { allowed: false, allowed_on_next_startup: false },
  translate: { enabled: false },
};

/** A profile that no browser has used yet, in a folder of its own. */
export interface BrowserProfile {
  readonly folder: string;
  /** Takes the folder away, once its browser has ended. */
  remove(): Promise<void>;
}

export async function freshProfile(): Promise<BrowserProfile> {
  const folder = await mkdtemp(join(tmpdir(), 'esimlab-browser-'));
  await mkdir(join(folder, 'Default'));
  await writeFile(join(folder, 'Local State'), JSON.stringify(localState));
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  return {
    folder,
    // A browser's children may write a last time after it has ended.
    remove: async () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}
