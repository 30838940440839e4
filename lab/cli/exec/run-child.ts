import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { CannotRunHere, WrongUsage } from '../exit.ts';

/** A program of the user's. */
export interface Child {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** Ends it. */
  readonly interrupted: AbortSignal;
}

/**
 * Runs a program with this process's own terminal until it ends.
 * @returns its exit code; 128 and the signal's number where a signal ended it
 * @throws WrongUsage when there is no such program; CannotRunHere when it may not be run
 */
export async function runChild({ words, environment, folder, interrupted }: Child): Promise<number> {
  const [program = '', ...rest] = words;
  const child = spawn(program, rest, {
    cwd: folder,
    env: { ...environment },
    stdio: 'inherit',
    // A batch file (npx.cmd) is run by the command interpreter or by nobody.
    shell: process.platform === 'win32',
  });
  const stop = (): void => void child.kill('SIGTERM');
  interrupted.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (error) => {
        reject(notRun(program, error));
      });
      child.once('exit', (code, signal) => {
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
      });
    });
  } finally {
    interrupted.removeEventListener('abort', stop);
  }
}

function notRun(program: string, error: Error): Error {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT')
    return new WrongUsage(
      `there is no program "${program}"; give the command after --, with its words apart`,
      {
        cause: error,
      },
    );
  return new CannotRunHere(`"${program}" cannot be run (${code}); check that it may be executed`, {
    cause: error,
  });
}
