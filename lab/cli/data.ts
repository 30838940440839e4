import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { ProductSettings } from '#shared/runtime/settings-declaration';
import { didYouMean } from '#shared/runtime/did-you-mean';
import { dataFolder } from '#shared/storage/data-folder';
import { ownerOf } from '#shared/storage/lock';

import { CannotRunHere, WrongUsage } from './exit.ts';
import type { RunningLab } from './lab-client.ts';
import { runningLab } from './lab-client.ts';
import { paths } from './paths.ts';

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
  /** Where operators ask, with a client certificate: `https://localhost:8445`. */
  readonly es2plus: { readonly url: string };
  /** The operator's web portal, where there is one. */
  readonly portal?: { readonly url: string };
  readonly lab: { readonly url: string; readonly token: string };
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
 * @throws CannotRunHere when none runs; WrongUsage when there is no such path.
 */
export function codeOfPath(data: string, path: string): string {
  const meant = paths.map((each) => each.path);
  const known = meant.find((each) => each === path) ?? didYouMean(path, meant);
  const running = ownerOf(data, 'smdp') === undefined ? undefined : readLine(readyFile(data));
  if (running === undefined && known !== path) {
    const hint = known === undefined ? `paths are ${meant.join(', ')}` : `did you mean ${known}?`;
    throw new WrongUsage(`"${path}" is neither an activation code nor a path; ${hint}`);
  }
  if (running === undefined) {
    throw new CannotRunHere(
      `no SM-DP+ of this folder is running, so "${path}" has no code; run "esimlab start" first`,
    );
  }
  const found = running.activationCodes.find((each) => each.path === path);
  if (found === undefined) {
    const has = running.activationCodes.map((each) => each.path).join(', ');
    throw new WrongUsage(`the SM-DP+ that is running has no path "${path}"; it has: ${has}`);
  }
  return found.code;
}

/**
 * The lab that runs on the data folder of a command.
 * @throws CannotRunHere when there is none that can be asked.
 */
export function expectRunningLab(
  settings: Pick<ProductSettings, 'data'>,
  given: { readonly folder: string },
): RunningLab {
  const lab = runningLab(dataFolderOf(settings, given), 'smdp');
  if (lab !== undefined) return lab;
  throw new CannotRunHere('no lab of this folder is running; start it with "esimlab start"');
}

function readLine(file: string): ReadyLine | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ReadyLine;
  } catch {
    return undefined;
  }
}
