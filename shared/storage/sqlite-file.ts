import { inspect } from 'node:util';
import type { SqliteDatabase } from 'kysely';
import type { SqliteHandle, SqliteStatement } from './sqlite-driver.ts';

/** Hears of each commit, before and after it is made; the number counts the commits since the database was opened, from 1. */
export type CommitHook = (commit: { readonly when: 'before' | 'after'; readonly number: number }) => void;

/** Statements as they are written, run at once: what building and queueing them costs is more than running them. */
export interface Statements {
  /** The rows of a query, their members by column. */
  all(sql: string, ...parameters: readonly unknown[]): readonly Readonly<Record<string, unknown>>[];
  /** The first row of a query, undefined when it has none. */
  first(sql: string, ...parameters: readonly unknown[]): Readonly<Record<string, unknown>> | undefined;
  /** @returns the id of the row that was inserted last. */
  run(sql: string, ...parameters: readonly unknown[]): number;
}

/** Statements kept prepared: preparing costs more than running one. */
const KEPT = 256;

/** A libsql handle as kysely wants it: durable settings, octets in and out as `Bytes`, commits announced. */
export class SqliteFile implements SqliteDatabase, Statements {
  onCommit: CommitHook | undefined;
  readonly #handle: SqliteHandle;
  readonly #prepared = new Map<string, SqliteStatement>();
  #commits = 0;
  #closed = false;

  constructor(handle: SqliteHandle) {
    this.#handle = handle;
    // NORMAL, not FULL: the death of this process loses nothing, a power cut of the machine perhaps the last commits.
    for (const pragma of [
      'busy_timeout = 5000',
      'journal_mode = WAL',
      'synchronous = NORMAL',
      'foreign_keys = ON',
    ]) {
      handle.prepare(`PRAGMA ${pragma}`).all([]);
    }
  }

  prepare(sql: string): Omit<SqliteStatement, 'get'> {
    const statement = this.#statement(sql);
    return {
      reader: statement.reader,
      all: (parameters) => this.#announced(sql, () => statement.all(checked(parameters)).map(withBytes)),
      run: (parameters) => this.#announced(sql, () => statement.run(checked(parameters))),
      *iterate(parameters) {
        for (const row of statement.iterate(checked(parameters))) yield withBytes(row);
      },
    };
  }

  all(sql: string, ...parameters: readonly unknown[]): readonly Readonly<Record<string, unknown>>[] {
    const rows = this.#announced(sql, () => this.#statement(sql).all(checked(parameters)));
    return rows.map(withBytes) as readonly Readonly<Record<string, unknown>>[];
  }

  first(sql: string, ...parameters: readonly unknown[]): Readonly<Record<string, unknown>> | undefined {
    const row = this.#announced(sql, () => this.#statement(sql).get(checked(parameters)));
    return withBytes(row) as Readonly<Record<string, unknown>> | undefined;
  }

  run(sql: string, ...parameters: readonly unknown[]): number {
    return Number(this.#announced(sql, () => this.#statement(sql).run(checked(parameters))).lastInsertRowid);
  }

  /**
   * Runs `work`, which does not wait, in one transaction: all of it is kept, or nothing when it throws.
   * @throws Error when a transaction is open, which this one would end.
   */
  atOnce<T>(work: (statements: Statements) => T): T {
    if (this.#inTransaction()) throw new Error('a transaction is open');
    // At once, so that what is read on the way is still so when it is written.
    this.run('begin immediate');
    try {
      const result = work(this);
      this.run('commit');
      return result;
    } catch (error) {
      if (this.#inTransaction()) this.run('rollback');
      throw error;
    }
  }

  /** A second time does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#prepared.clear();
    this.#handle.close();
  }

  /** @throws Error when the database is closed: the driver would end the whole process. */
  #open(): SqliteHandle {
    if (this.#closed) throw new Error('the database is closed');
    return this.#handle;
  }

  #inTransaction(): boolean {
    return this.#open().inTransaction;
  }

  #statement(sql: string): SqliteStatement {
    const kept = this.#prepared.get(sql);
    if (kept !== undefined) return kept;
    const statement = this.#open().prepare(sql);
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size >= KEPT && oldest !== undefined) this.#prepared.delete(oldest);
    this.#prepared.set(sql, statement);
    return statement;
  }

  #announced<T>(sql: string, run: () => T): T {
    if (!this.#commitsNow(sql)) return run();
    this.#commits += 1;
    const number = this.#commits;
    this.onCommit?.({ when: 'before', number });
    const result = run();
    this.onCommit?.({ when: 'after', number });
    return result;
  }

  /** `commit` itself, and each statement that writes outside a transaction. */
  #commitsNow(sql: string): boolean {
    if (this.onCommit === undefined) return false;
    if (/^\s*commit\b/i.test(sql)) return true;
    return !this.#inTransaction() && !/^\s*(?:select|begin|rollback|pragma|explain)\b/i.test(sql);
  }
}

/** The driver ends the whole process for a boolean, and takes `undefined` and NaN for NULL: neither gets there. */
function checked(parameters: readonly unknown[]): readonly unknown[] {
  for (const parameter of parameters) {
    const storable =
      parameter === null ||
      typeof parameter === 'string' ||
      typeof parameter === 'bigint' ||
      (typeof parameter === 'number' && !Number.isNaN(parameter)) ||
      parameter instanceof Uint8Array;
    if (!storable)
      throw new TypeError(`SQLite keeps octets, text, numbers and null, not ${inspect(parameter)}`);
  }
  return parameters;
}

/** A row whose blobs are `Bytes`; the driver gives ArrayBuffers, or Buffers that have one each. */
function withBytes(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const members = row as Record<string, unknown>;
  for (const name in members) {
    const value = members[name];
    if (value instanceof ArrayBuffer) members[name] = new Uint8Array(value);
    else if (Buffer.isBuffer(value))
      members[name] = new Uint8Array(value.buffer, value.byteOffset, value.length);
  }
  return members;
}
