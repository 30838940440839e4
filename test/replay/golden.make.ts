import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printSession } from './golden-session.ts';
import { goldenSessions } from './golden-sessions.ts';
import { recordSession } from './record-session.ts';

/** Makes the golden sessions again: `npm run golden`, or into another folder: `npm run golden -- FOLDER`. */
const folder = process.argv[2] ?? fileURLToPath(new URL('golden', import.meta.url));
await mkdir(folder, { recursive: true });
for (const [name, { title, made }] of Object.entries(goldenSessions)) {
  await writeFile(join(folder, `${name}.json`), printSession(await recordSession(title, made)));
}
