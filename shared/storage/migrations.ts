import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** One change of the tables; once released, it is never altered. */
export interface Migration {
  readonly name: string;
  readonly up: (database: Kysely<unknown>) => Promise<void>;
}

interface Recorded {
  readonly migration: { position: number; name: string };
}

/**
 * Runs the migrations a file has not had yet, each together with its record in one transaction.
 * @throws Error when the file has had others than the oldest of `migrations`.
 */
export async function migrate<Schema>(
  database: Kysely<Schema>,
  file: string,
  migrations: readonly Migration[],
): Promise<void> {
  const any = database as unknown as Kysely<Recorded>;
  await sql`create table if not exists migration (position integer primary key, name text not null)`.execute(
    any,
  );
  const done = await any.selectFrom('migration').select('name').orderBy('position').execute();
  for (const [position, { name }] of done.entries()) {
    if (migrations[position]?.name !== name) {
      throw new Error(
        `${file} was written by another version of esimlab: it has had the migration "${name}"`,
      );
    }
  }
  for (const [position, { name, up }] of migrations.entries()) {
    if (position < done.length) continue;
    await any.transaction().execute(async (transaction) => {
      await up(transaction as unknown as Kysely<unknown>);
      await transaction.insertInto('migration').values({ position, name }).execute();
    });
  }
}
