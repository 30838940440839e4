import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromHex } from '#shared/bytes/bytes';
import { virtualClock } from '#shared/runtime/clock';
import { instant, seconds } from '#shared/runtime/span';
import { openDatabase } from '#shared/storage/database';
import { NoSqlite, loadSqlite } from '#shared/storage/sqlite-driver';
import { accounts } from './accounts.ts';
import type { Accounts } from './accounts.ts';

let dir: string;
let file: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'esimlab-'));
  file = join(dir, 'test.sqlite');
});

afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const open = (options: Partial<Parameters<typeof openDatabase>[0]> = {}) =>
  openDatabase<Accounts>({ file, migrations: accounts, ...options });

describe('a database', () => {
  it('keeps octets as plain octets, whatever view they came from', async () => {
    const database = await open();
    const whole = fromHex('FF0102FF');
    await database.query
      .insertInto('entry')
      .values({ account: 'one', octets: whole.subarray(1, 3) })
      .execute();
    await database.query
      .insertInto('entry')
      .values({ account: 'one', octets: Buffer.from('0a', 'hex') })
      .execute();
    await database.query.insertInto('entry').values({ account: 'one', octets: null }).execute();
    const rows = await database.query.selectFrom('entry').select('octets').orderBy('id').execute();
    await database.close();
    expect(rows).toEqual([{ octets: fromHex('0102') }, { octets: fromHex('0A') }, { octets: null }]);
    expect(rows.map(({ octets }) => Buffer.isBuffer(octets))).toEqual([false, false, false]);
  });

  it.skipIf(process.platform === 'win32')('is readable by its owner only, journals included', async () => {
    const database = await open();
    await database.query.insertInto('entry').values({ account: 'one', octets: null }).execute();
    const modes = readdirSync(dir).map((name) => [name, statSync(join(dir, name)).mode & 0o777]);
    await database.close();
    expect(Object.fromEntries(modes)).toEqual({
      'test.sqlite': 0o600,
      'test.sqlite-shm': 0o600,
      'test.sqlite-wal': 0o600,
    });
  });

  it('finds a row by its octets, and streams rows', async () => {
    const database = await open({ file: ':memory:' });
    await database.query
      .insertInto('entry')
      .values({ account: 'one', octets: fromHex('0A0B') })
      .execute();
    const found = database.query
      .selectFrom('entry')
      .select(['account', 'octets'])
      .where('octets', '=', fromHex('0A0B'));
    const streamed = [];
    for await (const row of found.stream()) streamed.push(row);
    expect(await found.execute()).toEqual([{ account: 'one', octets: fromHex('0A0B') }]);
    expect(streamed).toEqual([{ account: 'one', octets: fromHex('0A0B') }]);
    await database.close();
  });

  it.each([true, NaN, new Date(0), { a: 1 }])(
    'refuses to keep %s, which the driver would mangle or die of',
    async (value) => {
      const database = await open({ file: ':memory:' });
      const insert = database.query
        .insertInto('entry')
        .values({ account: value as unknown as string, octets: null });
      await expect(insert.execute()).rejects.toThrow('SQLite keeps octets, text, numbers and null, not ');
      await database.close();
    },
  );

  it('keeps all of a transaction or nothing', async () => {
    const database = await open();
    const broken = database.transaction(async (transaction) => {
      await transaction.insertInto('entry').values({ account: 'one', octets: null }).execute();
      throw new Error('half way');
    });
    await expect(broken).rejects.toThrow('half way');
    expect(await database.query.selectFrom('entry').selectAll().execute()).toEqual([]);
    await database.close();
  });

  it('is strict about references', async () => {
    const database = await open();
    const stray = database.query.insertInto('entry').values({ account: 'nobody', octets: null }).execute();
    await expect(stray).rejects.toThrow('FOREIGN KEY');
    await database.close();
  });

  it('keeps the clock while a transaction is open', async () => {
    const clock = virtualClock(instant(0));
    const database = await open({ file: ':memory:', clock });
    let woke = false;
    const sleeper = clock.sleep(seconds(1)).then(() => {
      woke = true;
    });
    await database.transaction(async (transaction) => {
      for (let number = 0; number < 100; number += 1) {
        await transaction.insertInto('entry').values({ account: 'one', octets: null }).execute();
      }
      expect([woke, clock.currentExchange()]).toEqual([false, 'exchange-1']);
    });
    await sleeper;
    expect(woke).toBe(true);
    await database.close();
  });

  it('announces each commit, of transactions and of single statements, and no reading', async () => {
    const commits: string[] = [];
    const database = await open({ onCommit: ({ when, number }) => commits.push(`${when} ${number}`) });
    await database.query.selectFrom('account').selectAll().execute();
    await database.query
      .insertInto('entry')
      .values({ account: 'one', octets: null })
      .returning('id')
      .execute();
    await database.transaction(async (transaction) => {
      await transaction.deleteFrom('entry').execute();
      await transaction.insertInto('entry').values({ account: 'one', octets: null }).execute();
    });
    await database.transaction(() => Promise.reject(new Error('no'))).catch(() => undefined);
    expect(commits).toEqual(['before 1', 'after 1', 'before 2', 'after 2']);
    await database.close();
  });
});

describe('migrations', () => {
  it('run once, and later ones when they come', async () => {
    const first = await open({ migrations: accounts.slice(0, 1) });
    expect(await first.query.selectFrom('account').selectAll().execute()).toHaveLength(2);
    await expect(first.query.selectFrom('entry').selectAll().execute()).rejects.toThrow('no such table');
    await first.close();
    const second = await open();
    expect(await second.query.selectFrom('account').selectAll().execute()).toHaveLength(2);
    expect(await second.query.selectFrom('entry').selectAll().execute()).toEqual([]);
    await second.close();
  });

  it('refuse a file of a newer version', async () => {
    await (await open()).close();
    await expect(open({ migrations: accounts.slice(0, 1) })).rejects.toThrow(
      'was written by another version of esimlab: it has had the migration "entries"',
    );
  });

  it('leave nothing of one that fails', async () => {
    const broken = { name: 'broken', up: () => Promise.reject(new Error('does not migrate')) };
    await expect(open({ migrations: [...accounts, broken] })).rejects.toThrow('does not migrate');
    const database = await open();
    expect(await database.query.selectFrom('entry').selectAll().execute()).toEqual([]);
    await database.close();
  });
});

describe('a process killed', () => {
  const killed = async (...how: string[]): Promise<{ acknowledged: string; signal: string | null }> => {
    const script = fileURLToPath(new URL('killed-writer.ts', import.meta.url));
    const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', script, file, ...how], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let acknowledged = '';
    child.stdout.on('data', (text: Buffer) => {
      acknowledged += text.toString();
    });
    const signal = await new Promise<string | null>((resolve) => {
      child.on('close', (_code, by) => {
        resolve(by);
      });
    });
    return { acknowledged, signal };
  };
  const entries = async (): Promise<string[]> => {
    const database = await open();
    const rows = await database.query
      .selectFrom('entry')
      .select(['account', 'octets'])
      .orderBy('id')
      .execute();
    await database.close();
    return rows.map(({ account, octets }) => `${account} ${octets?.join() ?? ''}`);
  };

  it.each([
    { when: 'before', number: '1', kept: [] },
    { when: 'after', number: '1', kept: ['one 1', 'other 1'] },
    { when: 'before', number: '2', kept: ['one 1', 'other 1'] },
    { when: 'after', number: '2', kept: ['one 1', 'other 1', 'one 2', 'other 2'] },
  ])(
    '$when commit $number leaves whole transactions only, and all that were acknowledged',
    async ({ when, number, kept }) => {
      const { acknowledged } = await killed(when, number);
      expect(acknowledged.split('\n').length - 1).toBe(Number(number) - 1);
      expect(await entries()).toEqual(kept);
    },
  );

  it('never leaves everything', async () => {
    const { acknowledged, signal } = await killed('never', '0');
    expect([acknowledged, signal]).toEqual(['1 acknowledged\n2 acknowledged\n3 acknowledged\n', null]);
    expect(await entries()).toHaveLength(6);
  });
});

describe('a platform without SQLite', () => {
  it('is told in one line, so that state can be kept in memory', async () => {
    const missing = () =>
      loadSqlite(() => Promise.reject(new Error("Cannot find module '@libsql/plan9-mips'")));
    const opened = open({ driver: missing });
    await expect(opened).rejects.toThrow(NoSqlite);
    await expect(opened).rejects.toThrow('no SQLite here: state is kept in memory');
    expect(existsSync(file)).toBe(false);
  });
});
