import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderInUse, claimFolder, ownerOf } from '#shared/storage/lock';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'esimlab-'));
});

afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

/** The number of a process that has just ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;
const write = (name: string, content: unknown): void => {
  writeFileSync(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
};

describe('the lock of a data folder', () => {
  it('names its living owner in the sentence that users read', async () => {
    const owner = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    write('device.lock', { pid: owner.pid, command: 'esimlab start' });
    const claim = (): unknown => claimFolder(dir, { command: 'esimlab download', part: 'device' });
    expect(claim).toThrow(FolderInUse);
    expect(claim).toThrow(
      `the device in ${dir} is in use by "esimlab start" (pid ${owner.pid}); stop it or choose another folder: --data DIR`,
    );
    expect(ownerOf(dir, 'device')).toEqual({ pid: owner.pid, command: 'esimlab start' });
    await new Promise((resolve) => {
      owner.on('exit', resolve);
      owner.stdin.end();
    });
    expect(ownerOf(dir, 'device')).toBeUndefined();
  });

  it('names a folder below the current one from there', () => {
    const message = new FolderInUse(join(process.cwd(), '.esimlab'), 'device', {
      pid: 4711,
      command: 'esimlab start',
    });
    expect(message.message).toBe(
      'the device in .esimlab is in use by "esimlab start" (pid 4711); stop it or choose another folder: --data DIR',
    );
  });

  it('is held once, until it is released', () => {
    const lock = claimFolder(dir, { command: 'esimlab smdp', part: 'smdp' });
    expect(() => claimFolder(dir, { command: 'esimlab start', part: 'smdp' })).toThrow(
      `the SM-DP+ in ${dir} is in use by "esimlab smdp" (pid ${process.pid})`,
    );
    lock.release();
    lock.release();
    claimFolder(dir, { command: 'esimlab start', part: 'smdp' }).release();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is one for the device and another for the SM-DP+', () => {
    const locks = (['device', 'smdp'] as const).map((part) =>
      claimFolder(dir, { command: 'esimlab start', part }),
    );
    expect(readdirSync(dir)).toEqual(['device.lock', 'smdp.lock']);
    for (const lock of locks) lock.release();
  });

  it.runIf(process.platform !== 'win32')('can be read by its owner only', () => {
    const lock = claimFolder(dir, { command: 'esimlab start', part: 'device' });
    lock.announce({ url: 'http://127.0.0.1:8440', token: 'secret' });
    expect(statSync(join(dir, 'device.lock')).mode & 0o777).toBe(0o600);
    lock.release();
  });

  it('tells where the owner can be asked once it listens', () => {
    const lock = claimFolder(dir, { command: 'esimlab start', part: 'device' });
    lock.announce({ url: 'http://127.0.0.1:8440', token: 't' });
    expect(ownerOf(dir, 'device')?.control).toEqual({ url: 'http://127.0.0.1:8440', token: 't' });
    lock.release();
    lock.announce({ url: 'http://127.0.0.1:8440', token: 't' });
    expect(readdirSync(dir)).toEqual([]);
  });

  it.each([
    ['of a dead process', () => ({ pid: deadPid(), command: 'esimlab start' })],
    ['of a dead process that had our number', () => ({ pid: process.pid, command: 'esimlab start' })],
    ['torn in the middle', () => '{"pid":47'],
    ['without a pid', () => 'null'],
    ['of no process there can be', () => ({ pid: 0, command: 'esimlab start' })],
  ])('is taken over when it is %s', (_what, content) => {
    write('device.lock', content());
    const lock = claimFolder(dir, { command: 'esimlab device', part: 'device' });
    expect(JSON.parse(readFileSync(join(dir, 'device.lock'), 'utf8'))).toEqual({
      pid: process.pid,
      command: 'esimlab device',
    });
    expect(readdirSync(dir)).toEqual(['device.lock']);
    lock.release();
  });

  it('is left to the process that is just taking it over, unless that one died doing so', async () => {
    const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    write('device.lock', { pid: deadPid(), command: 'esimlab start' });
    write('device.lock.takeover', { pid: other.pid, command: 'esimlab device' });
    expect(() => claimFolder(dir, { command: 'esimlab start', part: 'device' })).toThrow(
      'in use by "esimlab device"',
    );
    await new Promise((resolve) => {
      other.on('exit', resolve);
      other.stdin.end();
    });
    claimFolder(dir, { command: 'esimlab start', part: 'device' }).release();
    expect(readdirSync(dir)).toEqual([]);
  });
});
