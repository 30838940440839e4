import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { ProductSettings } from '#shared/runtime/settings-declaration';
import { dataFolder } from '#shared/storage/data-folder';
import { ownerOf } from '#shared/storage/lock';

import { CannotRunHere } from './exit.ts';

/** The data folder of a command: `--data`, else `.esimlab` next to the nearest package.json, else here. */
export function dataFolderOf(
  settings: Pick<ProductSettings, 'data'>,
  { folder }: { readonly folder: string },
): string {
  return settings.data === undefined ? dataFolder(folder) : resolve(folder, settings.data);
}

/** What a running SM-DP+ says of itself: the line that `--json` prints, and what other commands of the folder read. */
export interface ReadyLine {
  readonly ready: true;
  readonly smdp: { readonly address: string; readonly url: string };
  readonly activationCodes: readonly { readonly code: string; readonly path: string }[];
}

const readyFile = (data: string): string => join(data, 'smdp.json');

/** Tells the other commands of this data folder that an SM-DP+ is ready. Returns a function that takes it back. */
export function announce(data: string, line: ReadyLine): () => void {
  writeFileSync(readyFile(data), `${JSON.stringify(line)}\n`, { mode: 0o600 });
  return () => {
    rmSync(readyFile(data), { force: true });
  };
}

/**
 * The activation code of a path of the SM-DP+ that runs on this data folder.
 * @throws CannotRunHere when none runs or it has no such path.
 */
export function codeOfPath(data: string, path: string): string {
  const running = ownerOf(data, 'smdp') === undefined ? undefined : readLine(readyFile(data));
  if (running === undefined) {
    throw new CannotRunHere(
      `no SM-DP+ of this folder is running, so "${path}" has no code; run "esimlab start" first`,
    );
  }
  const found = running.activationCodes.find((each) => each.path === path);
  if (found === undefined) {
    const known = running.activationCodes.map((each) => each.path).join(', ');
    throw new CannotRunHere(`the SM-DP+ that is running has no path "${path}"; it has: ${known}`);
  }
  return found.code;
}

function readLine(file: string): ReadyLine | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ReadyLine;
  } catch {
    return undefined;
  }
}
