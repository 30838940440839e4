import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { checkDataFolder, checkPorts } from '#lab/cli/doctor/folder-checks';
import {
  checkBrowser,
  checkDisplay,
  checkNode,
  checkProxy,
  checkSqlite,
} from '#lab/cli/doctor/machine-checks';
import { NoSqlite } from '#shared/storage/sqlite-driver';

import { CliFolder } from '../../support/cli.ts';

let folder: CliFolder;
beforeEach(() => {
  folder = new CliFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

describe('esimlab doctor', () => {
  it('tries a purchase out and says what works', async () => {
    const { code, out } = await folder.run(['doctor', '--json']);
    const { ok, checks } = JSON.parse(out[0] ?? '') as {
      ok: boolean;
      checks: { name: string; verdict: string }[];
    };
    expect({ code, ok }).toEqual({ code: 0, ok: true });
    expect(checks.map(({ name }) => name)).toEqual([
      'Node',
      'SQLite',
      'Data folder',
      'Ports',
      'Browser',
      'Display',
      'Proxy',
      'Trial',
    ]);
    expect(checks.at(-1)?.verdict).toBe('ok');
  });

  it('ends with 3 when something does not work here, and says what to do', async () => {
    writeFileSync(join(folder.folder, 'taken'), '');
    const { code, out } = await folder.run(['doctor', '--data', 'taken/.esimlab']);
    expect(code).toBe(3);
    expect(out.find((line) => line.includes('Data folder'))).toMatch(
      /^wrong .*cannot be written \(taken is a file\)/,
    );
    expect(out.join('\n')).toContain('--data DIR');
  });

  it('knows a Node that is too old', () => {
    expect(checkNode('v20.19.0').verdict).toBe('ok');
    expect(checkNode('v22.1.0').verdict).toBe('ok');
    expect(checkNode('v20.18.3').verdict).toBe('wrong');
    expect(checkNode('v18.20.0').verdict).toBe('wrong');
  });

  it('notes a machine without a database', async () => {
    const none = await checkSqlite(() => Promise.reject(new NoSqlite(new Error('no binary'))));
    expect(none).toMatchObject({ verdict: 'note', says: 'no SQLite here: state is kept in memory' });
  });

  it('names a browser that ESIMLAB_BROWSER has wrong', () => {
    expect(checkBrowser({ ESIMLAB_BROWSER: '/no/such/browser' })).toMatchObject({
      verdict: 'wrong',
      says: expect.stringContaining('/no/such/browser') as unknown,
    });
  });

  it('notes that no window can be opened', () => {
    expect(checkDisplay({}, 'linux').verdict).toBe('note');
    expect(checkDisplay({ DISPLAY: ':0' }, 'linux').verdict).toBe('ok');
    expect(checkDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux').verdict).toBe('ok');
    expect(checkDisplay({}, 'win32').verdict).toBe('ok');
    expect(checkDisplay({ SSH_CONNECTION: 'a b' }, 'darwin').verdict).toBe('note');
  });

  it('tells of a proxy without its password, and of one that is none', () => {
    expect(checkProxy({}).verdict).toBe('ok');
    const set = checkProxy({ HTTPS_PROXY: 'http://me:secret@proxy.example:3128' });
    expect(set.verdict).toBe('note');
    expect(JSON.stringify(set)).not.toContain('secret');
    expect(checkProxy({ HTTPS_PROXY: 'http://:::' }).verdict).toBe('wrong');
  });

  it('names the port that another program has, and the flag to choose another', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const ports = { labPort: 0, smdpPort: port, portalPort: 0, es2plusPort: 0, operatorApiPort: 0 };
    expect(await checkPorts(ports, folder.folder)).toMatchObject({
      verdict: 'wrong',
      says: `taken by another program: ${port} (SM-DP+, --smdp-port 0)`,
    });
    await new Promise((resolve) => other.close(resolve));
    expect((await checkPorts(ports, folder.folder)).verdict).toBe('ok');
  });

  it('says who works on the data folder', async () => {
    await folder.begin(['start', '--json']);
    expect(checkDataFolder(join(folder.folder, '.esimlab'), folder.folder)).toMatchObject({
      verdict: 'note',
      says: expect.stringMatching(/in use by "esimlab start" \(pid \d+\)/) as unknown,
    });
  });
});
