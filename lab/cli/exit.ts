import { CommanderError } from 'commander';
import { ActivationCodeError } from '#shared/identifiers/activation-code';
import { WrongSettings } from '#shared/runtime/settings';
import { FolderNotMade } from '#shared/storage/data-folder';
import { FolderInUse } from '#shared/storage/lock';

import { LabRefused } from './lab-refused.ts';

/** What a command leaves behind for the shell (design: 0 done, 1 the thing under test failed). */
export const exitCodes = { done: 0, failed: 1, wrongUsage: 2, cannotRunHere: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Wrong words or files: one line saying what, where and what to do. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

/** This machine or folder does not allow it now. */
export class CannotRunHere extends Error {
  override readonly name = 'CannotRunHere';
}

/** Ctrl-C before the end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** The exit code of an error, and the line a person reads. */
export function explain(error: unknown): { readonly code: ExitCode; readonly line: string } {
  if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, line: '' };
  const line = error instanceof Error ? error.message : String(error);
  if (error instanceof WrongUsage || error instanceof WrongSettings || error instanceof ActivationCodeError) {
    return { code: exitCodes.wrongUsage, line };
  }
  if (error instanceof LabRefused)
    return { code: error.byUsage ? exitCodes.wrongUsage : exitCodes.failed, line };
  if (error instanceof Interrupted) return { code: exitCodes.interrupted, line };
  if (
    error instanceof CannotRunHere ||
    error instanceof FolderInUse ||
    error instanceof FolderNotMade ||
    isSystemError(error)
  ) {
    return { code: exitCodes.cannotRunHere, line };
  }
  return { code: exitCodes.failed, line };
}

function isSystemError(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['EADDRINUSE', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC'].includes(String(error.code))
  );
}
