import { sql } from '#shared/storage/database';
import type { Generated } from '#shared/storage/database';
import type { Bytes } from '#shared/bytes/bytes';
import type { Migration } from '#shared/storage/migrations';

/** The tables of `smdp.sqlite`. Big octets have columns of their own, so that a change leaves the others alone. */
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
    upp: Bytes;
    metadata: Bytes;
    /** Everything of a bound package behind InitialiseSecureChannel. */
    protected_part: Bytes | null;
    /** JSON of all else. */
    details: string;
  };
  /** Under which sessions packages were delivered. */
  delivery: { transaction_id: string; order_id: number };
}

/** All there ever were, oldest first; a released one is never altered. */
export const smdpMigrations: readonly Migration[] = [
  {
    name: 'orders and deliveries',
    up: async (database) => {
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
    up: async (database) => {
      await sql`alter table download_order add column owner text`.execute(database);
      await sql`alter table download_order add column profile_type text`.execute(database);
      await sql`create index profile_by_type on download_order (profile_type, owner, state)`.execute(
        database,
      );
    },
  },
];
