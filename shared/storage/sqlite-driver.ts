/** What we use of libsql (its interface is that of better-sqlite3). */
export type SqliteDriver = new (file: string) => SqliteHandle;

export interface SqliteHandle {
  readonly inTransaction: boolean;
  prepare(sql: string): SqliteStatement;
  exec(sql: string): unknown;
  close(): unknown;
}

export interface SqliteStatement {
  readonly reader: boolean;
  all(parameters: readonly unknown[]): unknown[];
  /** The first row, undefined when there is none. */
  get(parameters: readonly unknown[]): unknown;
  iterate(parameters: readonly unknown[]): IterableIterator<unknown>;
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
}

/** There is no SQLite binary for this platform; the caller keeps its state in memory and says the message. */
export class NoSqlite extends Error {
  override readonly name = 'NoSqlite';

  constructor(cause: unknown) {
    super('no SQLite here: state is kept in memory', { cause });
  }
}

/** The libsql driver. @throws NoSqlite when its binary cannot be loaded. */
export async function loadSqlite(
  load: () => Promise<{ default: SqliteDriver }> = () => import('libsql'),
): Promise<SqliteDriver> {
  try {
    return (await load()).default;
  } catch (error) {
    throw new NoSqlite(error);
  }
}
