import type { Kysely, Sql } from 'kysely';
import type { Statements } from './sqlite-file.ts';

/** One change of the tables; once released, it is never altered. */
export interface Migration {
  readonly name: string;
  /** @param sql writes a statement out: `` await sql`create table …`.execute(database) `` */
  readonly up: (database: Kysely<unknown>, sql: Sql) => Promise<void>;
}

interface Recorded {
  readonly migration: { position: number; name: string };
}

/** What migrations are written in, made when there is one to run. */
export interface MigrationTools<Schema> {
  readonly query: () => Kysely<Schema>;
  readonly sql: () => Sql;
}

/**
 * Runs the migrations a file has not had yet, each together with its record in one transaction.
 * @throws Error when the file has had others than the oldest of `migrations`.
 */
export async function migrate<Schema>(
  statements: Statements,
  { query, sql }: MigrationTools<Schema>,
  file: string,
  migrations: readonly Migration[],
): Promise<void> {
  statements.run('create table if not exists migration (position integer primary key, name text not null)');
  const done = statements.all('select name from migration order by position');
  for (const [position, { name }] of done.entries()) {
    if (migrations[position]?.name !== name) {
      throw new Error(
        `${file} was written by another version of esimlab: it has had the migration "${String(name)}"`,
      );
    }
  }
  for (const [position, { name, up }] of migrations.entries()) {
    if (position < done.length) continue;
    await (query() as unknown as Kysely<Recorded>).transaction().execute(async (transaction) => {
      await up(transaction as unknown as Kysely<unknown>, sql());
      await transaction.insertInto('migration').values({ position, name }).execute();
    });
  }
}
