import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';
import type { Database, Kysely, Transaction } from '#shared/storage/database';
import { openDatabase } from '#shared/storage/database';

import type { NewOrder, Order } from '../orders/order.ts';
import { fromRow, toChangedColumns, toRow } from './order-row.ts';
import type { CommitHook, Decision, OrderFilter, SmdpStore } from './smdp-store.ts';
import type { SmdpTables } from './tables.ts';
import { smdpMigrations } from './tables.ts';

/**
 * Keeps orders in a SQLite file, `smdp.sqlite` of a data folder.
 * @throws NoSqlite when there is no driver for this platform; an Error when the file is of a newer program.
 */
export async function openSmdpStore(
  file: string,
  options: { readonly clock?: Pick<Clock, 'exchange'>; readonly onCommit?: CommitHook } = {},
): Promise<SmdpStore> {
  const migrations = smdpMigrations;
  return new SqliteSmdpStore(await openDatabase<SmdpTables>({ file, migrations, ...options }));
}

class SqliteSmdpStore implements SmdpStore {
  readonly #database: Database<SmdpTables>;

  constructor(database: Database<SmdpTables>) {
    this.#database = database;
  }

  async add(order: NewOrder): Promise<Order> {
    return this.#database.transaction(async (transaction) => {
      const { id } = await transaction
        .insertInto('download_order')
        .values(toRow(order))
        .returning('id')
        .executeTakeFirstOrThrow();
      await keepDeliveries(transaction, { ...order, id });
      return { ...order, id };
    });
  }

  async find(id: number): Promise<Order | undefined> {
    return findIn(this.#database.query, id);
  }

  async where(filter: OrderFilter): Promise<readonly Order[]> {
    return (await rowsThatFit(this.#database.query, filter).execute()).map(fromRow);
  }

  async withTransactionId(transactionId: Bytes): Promise<Order | undefined> {
    const row = await this.#database.query
      .selectFrom('download_order')
      .innerJoin('delivery', 'delivery.order_id', 'download_order.id')
      .where('delivery.transaction_id', '=', toHex(transactionId))
      .selectAll('download_order')
      .orderBy('download_order.id', 'desc')
      .executeTakeFirst();
    return row === undefined ? undefined : fromRow(row);
  }

  async change<T>(id: number, decide: (order: Order) => Decision<T>): Promise<T> {
    return this.#database.transaction(async (transaction) => {
      const before = await findIn(transaction, id);
      if (before === undefined) throw new Error(`there is no order ${id}`);
      return keepDecision(transaction, before, decide);
    });
  }

  async changeFirst<T>(filter: OrderFilter, decide: (order: Order) => Decision<T>): Promise<T | undefined> {
    return this.#database.transaction(async (transaction) => {
      const row = await rowsThatFit(transaction, filter).limit(1).executeTakeFirst();
      return row === undefined ? undefined : keepDecision(transaction, fromRow(row), decide);
    });
  }

  async ownersOf(profileType: string): Promise<readonly string[]> {
    const rows = await this.#database.query
      .selectFrom('download_order')
      .select('owner')
      .distinct()
      .where('profile_type', '=', profileType)
      .execute();
    return rows.map(({ owner }) => owner ?? '');
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}

async function findIn(query: Kysely<SmdpTables>, id: number): Promise<Order | undefined> {
  const row = await query.selectFrom('download_order').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : fromRow(row);
}

function rowsThatFit(query: Kysely<SmdpTables>, filter: OrderFilter) {
  const { matchingId, eid, iccid, owner, profileType, states } = filter;
  let rows = query.selectFrom('download_order').selectAll();
  if (matchingId !== undefined) rows = rows.where('matching_id', '=', matchingId);
  if (eid !== undefined) rows = rows.where('eid', '=', eid);
  if (iccid !== undefined) rows = rows.where('iccid', '=', iccid);
  if (owner !== undefined) rows = rows.where('owner', '=', owner);
  if (profileType !== undefined) rows = rows.where('profile_type', '=', profileType);
  if (states !== undefined) rows = rows.where('state', 'in', states);
  return rows.orderBy('id');
}

async function keepDecision<T>(
  transaction: Transaction<SmdpTables>,
  before: Order,
  decide: (order: Order) => Decision<T>,
): Promise<T> {
  const { order, result } = decide(before);
  if (order === before) return result;
  await transaction
    .updateTable('download_order')
    .set(toChangedColumns(order, before))
    .where('id', '=', order.id)
    .execute();
  if (order.deliveries.length > before.deliveries.length) await keepDeliveries(transaction, order);
  return result;
}

async function keepDeliveries(transaction: Transaction<SmdpTables>, order: Order): Promise<void> {
  const rows = order.deliveries.map(({ transactionId }) => ({
    transaction_id: toHex(transactionId),
    order_id: order.id,
  }));
  if (rows.length === 0) return;
  await transaction
    .insertInto('delivery')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
