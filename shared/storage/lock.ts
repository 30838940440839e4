import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inspect } from 'node:util';

export type LockedPart = 'device' | 'smdp';

/** Who holds a lock, as others read it. */
export interface Owner {
  readonly pid: number;
  /** The command line as its user knows it, `esimlab start`. */
  readonly command: string;
  /** Where the owner can be asked, once it listens. */
  readonly control?: { readonly url: string; readonly token: string };
}

export interface FolderLock {
  /** Tells others where the owner can be asked. */
  announce(control: { readonly url: string; readonly token: string }): void;
  /** Gives the folder back; a second call changes nothing. */
  release(): void;
}

/** Another process works on this part of the data folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  readonly owner: Owner;

  constructor(dir: string, part: LockedPart, owner: Owner) {
    super(
      `the ${part === 'device' ? 'device' : 'SM-DP+'} in ${shown(dir)} is in use by "${owner.command}" (pid ${owner.pid}); ` +
        'stop it or choose another folder: --data DIR',
    );
    this.owner = owner;
  }
}

/** The locks this process holds: a lock file with our own pid that is not among them is of a dead process of that number. */
const ours = new Set<string>();

/**
 * Takes one part of a data folder (which must exist) for this process; the lock of a dead process is taken over.
 * @throws FolderInUse when a living process holds it.
 */
export function claimFolder(
  dir: string,
  owner: { readonly command: string; readonly part: LockedPart },
): FolderLock {
  const { command, part } = owner;
  const file = lockFile(dir, part);
  const mine: Owner = { pid: process.pid, command };
  if (!create(file, mine)) takeOver(file, mine, dir, part);
  ours.add(file);
  return {
    announce(control) {
      if (ours.has(file)) replace(file, { ...mine, control });
    },
    release() {
      if (ours.delete(file)) rmSync(file, { force: true });
    },
  };
}

/** The living process that holds a part of a data folder. */
export function ownerOf(dir: string, part: LockedPart): Owner | undefined {
  const file = lockFile(dir, part);
  const owner = read(file);
  return owner !== undefined && alive(file, owner) ? owner : undefined;
}

function lockFile(dir: string, part: LockedPart): string {
  return join(dir, `${part}.lock`);
}

/** Replaces a stale lock. A second file keeps two processes from doing so at once; holding it, nobody else writes. */
function takeOver(file: string, mine: Owner, dir: string, part: LockedPart): void {
  const guard = `${file}.takeover`;
  const guarding = read(guard);
  if (guarding !== undefined && !alive(guard, guarding)) rmSync(guard, { force: true });
  if (!create(guard, mine)) throw new FolderInUse(dir, part, read(guard) ?? read(file) ?? mine);
  try {
    const present = read(file);
    if (present !== undefined && alive(file, present)) throw new FolderInUse(dir, part, present);
    replace(file, mine);
  } finally {
    rmSync(guard, { force: true });
  }
}

/** Makes a lock file that appears with all of its content, or tells that there is one. */
function create(file: string, owner: Owner): boolean {
  const draft = write(file, owner);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    return createWithoutLinks(file, owner);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** For file systems that know no hard links (FAT). */
function createWithoutLinks(file: string, owner: Owner): boolean {
  try {
    const handle = openSync(file, 'wx', 0o600);
    writeFileSync(handle, JSON.stringify(owner));
    closeSync(handle);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function replace(file: string, owner: Owner): void {
  renameSync(write(file, owner), file);
}

function write(file: string, owner: Owner): string {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(owner), { mode: 0o600 });
  return draft;
}

/** The owner a lock file names; nobody when there is none or it is torn. */
function read(file: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(file, 'utf8')) as Partial<Owner> | null;
    const named =
      Number.isSafeInteger(owner?.pid) && (owner?.pid ?? 0) > 0 && typeof owner?.command === 'string';
    return named ? (owner as Owner) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || ['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

function alive(file: string, { pid }: Owner): boolean {
  if (pid === process.pid) return ours.has(file);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : inspect(error);
}

/** A folder as a person would name it from here. */
function shown(dir: string): string {
  const way = relative(process.cwd(), dir);
  return way === '' || way.startsWith('..') ? dir : way;
}
