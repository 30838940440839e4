import type { Generated } from '#shared/storage/database';
import type { Bytes } from '#shared/bytes/bytes';
import type { Migration } from '#shared/storage/migrations';

/** The tables of `smdp.sqlite`. Big octets have tables of their own: a row that grows is written as a whole. */
export interface SmdpTables {
  download_order: {
    id: Generated<number>;
    iccid: string;
    matching_id: string;
    eid: string | null;
    state: string;
    /** Null for what was placed for no operator. */
    owner: string | null;
    profile_type: string | null;
    /** Milliseconds since 1970 of the moment at which it is released by itself; null where it is not. */
    releases_at: number | null;
    /** JSON of all else. */
    details: string;
  };
  profile_octets: { order_id: number; upp: Bytes; metadata: Bytes };
  /** Under which sessions packages were delivered. */
  delivery: { transaction_id: string; order_id: number };
  /** What operators are still to be told, each by the URL of its end; `details` is JSON of all else. */
  progress_call: { id: number; order_id: number; peer: string; details: string };
}

/** All there ever were, oldest first; a released one is never altered. */
export const smdpMigrations: readonly Migration[] = [
  {
    name: 'orders and deliveries',
    up: async (database, sql) => {
      await sql`create table download_order (
        id integer primary key autoincrement,
        iccid text not null,
        matching_id text not null,
        eid text,
        state text not null,
        upp blob not null,
        metadata blob not null,
        protected_part blob,
        details text not null
      )`.execute(database);
      await sql`create index order_by_matching_id on download_order (matching_id, eid, state)`.execute(
        database,
      );
      await sql`create index order_by_eid on download_order (eid, state)`.execute(database);
      await sql`create index order_by_iccid on download_order (iccid)`.execute(database);
      await sql`create table delivery (
        transaction_id text not null,
        order_id integer not null references download_order (id),
        primary key (transaction_id, order_id)
      )`.execute(database);
    },
  },
  {
    name: 'stock of operators',
    up: async (database, sql) => {
      await sql`alter table download_order add column owner text`.execute(database);
      await sql`alter table download_order add column profile_type text`.execute(database);
      await sql`create index profile_by_type on download_order (profile_type, owner, state)`.execute(
        database,
      );
    },
  },
  {
    name: 'octets apart from what changes',
    up: async (database, sql) => {
      await sql`create table profile_octets (
        order_id integer primary key references download_order (id),
        upp blob not null,
        metadata blob not null
      )`.execute(database);
      await sql`insert into profile_octets select id, upp, metadata from download_order`.execute(database);
      await sql`create table bound_package (
        order_id integer primary key references download_order (id),
        protected_part blob not null
      )`.execute(database);
      await sql`insert into bound_package select id, protected_part from download_order
        where protected_part is not null`.execute(database);
      for (const column of ['upp', 'metadata', 'protected_part'])
        await sql`alter table download_order drop column ${sql.ref(column)}`.execute(database);
      // A state that changes is not to be written in each index.
      for (const index of ['order_by_matching_id', 'order_by_eid'])
        await sql`drop index ${sql.ref(index)}`.execute(database);
      await sql`create index order_by_matching_id on download_order (matching_id)`.execute(database);
      await sql`create index order_by_eid on download_order (eid)`.execute(database);
      await sql`drop index profile_by_type`.execute(database);
      await sql`create index profile_by_type on download_order (profile_type, owner, state)
        where profile_type is not null`.execute(database);
    },
  },
  {
    name: 'orders that are released by themselves',
    up: async (database, sql) => {
      await sql`alter table download_order add column releases_at integer`.execute(database);
      await sql`create index order_by_release on download_order (releases_at)
        where releases_at is not null`.execute(database);
    },
  },
  {
    name: 'packages made again for a retry',
    up: async (database, sql) => {
      await sql`drop table bound_package`.execute(database);
    },
  },
  {
    name: 'what operators are still to be told',
    up: async (database, sql) => {
      await sql`create table progress_call (
        id integer primary key,
        order_id integer not null references download_order (id),
        peer text not null,
        details text not null
      )`.execute(database);
    },
  },
];
