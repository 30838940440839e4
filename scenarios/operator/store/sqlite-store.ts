import { fromHex, toHex } from '#shared/bytes/bytes';
import { parseIccid } from '#shared/identifiers/iccid';
import { parsePlmn } from '#shared/identifiers/plmn';
import type { Database, DatabaseOptions } from '#shared/storage/database';
import { openDatabase } from '#shared/storage/database';
import type { Migration } from '#shared/storage/migrations';

import type { DeskRecord } from '../order-desk/desk-record.ts';
import type { Subscriber } from '../subscribers/index.ts';
import type { KeptOrder, OperatorStore } from './operator-store.ts';

interface OperatorTables {
  desk_order: {
    iccid: string;
    /** Where it stands in the row of orders. */
    position: number;
    /** JSON. */
    record: string;
    /** JSON, the keys in hex; null where the profile is of somebody else's making. */
    subscriber: string | null;
  };
}

/** All there ever were, oldest first; a released one is never altered. */
const migrations: readonly Migration[] = [
  {
    name: 'orders with their subscribers',
    up: async (database, sql) => {
      await sql`create table desk_order (
        iccid text primary key,
        position integer not null,
        record text not null,
        subscriber text
      )`.execute(database);
    },
  },
];

/**
 * Keeps orders in a SQLite file, `operator.sqlite` of a data folder.
 * @throws NoSqlite when there is no driver for this platform; an Error when the file is of a newer program.
 */
export async function openOperatorStore(
  file: string,
  options: Pick<DatabaseOptions, 'clock' | 'onCommit'> = {},
): Promise<OperatorStore> {
  return new SqliteOperatorStore(await openDatabase<OperatorTables>({ file, migrations, ...options }));
}

class SqliteOperatorStore implements OperatorStore {
  readonly #database: Database<OperatorTables>;

  constructor(database: Database<OperatorTables>) {
    this.#database = database;
  }

  /** Written out, so that a start does not wait for the query builder. */
  async all(): Promise<readonly KeptOrder[]> {
    const rows = this.#database.statements.all(
      'select record, subscriber from desk_order order by position',
    ) as readonly Pick<OperatorTables['desk_order'], 'record' | 'subscriber'>[];
    return rows.map(({ record, subscriber }) => ({
      record: JSON.parse(record) as DeskRecord,
      subscriber: subscriber === null ? undefined : readSubscriber(subscriber),
    }));
  }

  async keep({ record, subscriber }: KeptOrder): Promise<void> {
    const values = {
      record: JSON.stringify(record),
      subscriber: subscriber === undefined ? null : writeSubscriber(subscriber),
    };
    await this.#database.transaction(async (transaction) => {
      const { last } = await transaction
        .selectFrom('desk_order')
        .select(({ fn }) => fn.max<number | null>('position').as('last'))
        .executeTakeFirstOrThrow();
      await transaction
        .insertInto('desk_order')
        .values({ iccid: record.iccid, position: (last ?? -1) + 1, ...values })
        .onConflict((conflict) => conflict.column('iccid').doUpdateSet(values))
        .execute();
    });
  }

  async forget(iccid: string): Promise<void> {
    await this.#database.query.deleteFrom('desk_order').where('iccid', '=', iccid).execute();
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}

function writeSubscriber({ k, opc, ...rest }: Subscriber): string {
  return JSON.stringify({ ...rest, k: toHex(k), opc: toHex(opc) });
}

function readSubscriber(text: string): Subscriber {
  const { iccid, imsi, k, opc, plmn, algorithm } = JSON.parse(text) as Readonly<Record<string, string>>;
  return {
    iccid: parseIccid(iccid ?? ''),
    imsi: imsi ?? '',
    k: fromHex(k ?? ''),
    opc: fromHex(opc ?? ''),
    algorithm: algorithm === 'tuak' || algorithm === 'xor' ? algorithm : 'milenage',
    plmn: parsePlmn(plmn ?? ''),
  };
}
