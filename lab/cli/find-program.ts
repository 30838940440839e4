import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The file of a program: one that is named with a folder is there, or it is sought on PATH.
 * @returns undefined when there is none that may be run
 */
export function findProgram(
  name: string,
  { environment, folder }: { readonly environment: Environment; readonly folder: string },
): string | undefined {
  if (/[\\/]/.test(name)) return runnable(resolve(folder, name));
  const path = environment['PATH'] ?? environment['Path'] ?? '';
  for (const each of path.split(delimiter)) {
    const file = each === '' ? undefined : runnable(join(each, name));
    if (file !== undefined) return file;
  }
  return undefined;
}

function runnable(file: string): string | undefined {
  const names = process.platform === 'win32' ? [file, `${file}.exe`] : [file];
  return names.find(mayBeRun);
}

function mayBeRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
