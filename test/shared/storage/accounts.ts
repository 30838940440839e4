import type { Bytes } from '#shared/bytes/bytes';
import type { Generated } from '#shared/storage/database';
import type { Migration } from '#shared/storage/migrations';

export interface Accounts {
  account: { name: string };
  entry: { id: Generated<number>; account: string; octets: Bytes | null };
}

/** A small schema for the tests of storage: two accounts and their entries. */
export const accounts: readonly Migration[] = [
  {
    name: 'accounts',
    up: async (database, sql) => {
      await sql`create table account (name text primary key)`.execute(database);
      await sql`insert into account values ('one'), ('other')`.execute(database);
    },
  },
  {
    name: 'entries',
    up: async (database, sql) => {
      await sql`create table entry (id integer primary key, account text not null references account (name), octets blob)`.execute(
        database,
      );
    },
  },
];
