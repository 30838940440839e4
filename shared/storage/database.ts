import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as KyselyModule from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../runtime/clock.ts';
import { migrate } from './migrations.ts';
import type { Migration } from './migrations.ts';
import { loadSqlite } from './sqlite-driver.ts';
import type { SqliteDriver } from './sqlite-driver.ts';
import { SqliteFile } from './sqlite-file.ts';
import type { CommitHook, Statements } from './sqlite-file.ts';

// The words of kysely that tables and queries of the roles are written in: this folder is its only door.
export type { Statements } from './sqlite-file.ts';
export type { Generated, Insertable, Kysely, Selectable, Transaction } from 'kysely';

export interface DatabaseOptions {
  /** A path, or `:memory:`. */
  readonly file: string;
  /** All migrations there ever were, oldest first. */
  readonly migrations: readonly Migration[];
  /** The clock whose exchanges the transactions are. */
  readonly clock?: Pick<Clock, 'exchange'>;
  /** Called around every commit that follows the migrations. */
  readonly onCommit?: CommitHook;
  /** Where the driver comes from; libsql unless a test says otherwise. */
  readonly driver?: () => Promise<SqliteDriver>;
}

const IN_MEMORY = ':memory:';

/** Loaded when a query is built or a migration has to be run: its 262 modules are a tenth of the time a start takes. */
const builder = (): typeof KyselyModule => createRequire(import.meta.url)('kysely') as typeof KyselyModule;

/** An open database file. `Schema` maps the names of its tables to their rows; blobs are `Bytes`. */
export interface Database<Schema> {
  readonly file: string;
  /** For single statements; each one that writes is committed at once. */
  readonly query: Kysely<Schema>;
  /** Runs `work` in one transaction: all of it is kept, or nothing when it throws. Inside, ask `transaction` only, never `query`. */
  transaction<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T>;
  /** For statements that are run often. */
  readonly statements: Statements;
  /** The same for work that does not wait, in statements that are written out. Not while another transaction is open. */
  atOnce<T>(work: (statements: Statements) => T): T;
  close(): Promise<void>;
}

/**
 * Opens a database file and brings it up to date. What was committed survives a kill of the process. A power cut of the
 * machine may lose the last commits, never break the file.
 * @throws NoSqlite when there is no driver for this platform; an Error when the file was written by a newer program.
 */
export async function openDatabase<Schema>(options: DatabaseOptions): Promise<Database<Schema>> {
  const { file, migrations, clock, onCommit } = options;
  const driver = await (options.driver ?? loadSqlite)();
  if (file !== IN_MEMORY) makePrivate(file);
  const sqlite = new SqliteFile(new driver(file));
  let kysely: Kysely<Schema> | undefined;
  const query = (): Kysely<Schema> => {
    const { Kysely, SqliteDialect } = builder();
    return (kysely ??= new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) }));
  };
  const close = async (): Promise<void> => {
    await kysely?.destroy();
    sqlite.close();
  };
  try {
    await migrate(sqlite, { query, sql: () => builder().sql }, file, migrations);
  } catch (error) {
    await close();
    throw error;
  }
  sqlite.onCommit = onCommit;
  return {
    file,
    get query() {
      return query();
    },
    transaction: (work) => {
      const run = (): ReturnType<typeof work> => query().transaction().execute(work);
      return clock === undefined ? run() : clock.exchange('database', run);
    },
    statements: sqlite,
    atOnce: (work) => sqlite.atOnce(work),
    close,
  };
}

/** A new file is its owner's only: it holds keys of profiles and cards. SQLite gives its journals the same mode. */
function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
}
