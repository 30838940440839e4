import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';
import type { Database, Statements } from '#shared/storage/database';
import { openDatabase } from '#shared/storage/database';

import type { NewOrder, Order } from '../orders/order.ts';
import type { OrderRow } from './order-row.ts';
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
    return this.#database.atOnce((statements) => {
      const [names, values] = columnsOf(toRow(order));
      const places = names.map(() => '?').join(', ');
      const id = statements.run(
        `insert into download_order (${names.join(', ')}) values (${places})`,
        ...values,
      );
      keepDeliveries(statements, { ...order, id }, 0);
      return { ...order, id };
    });
  }

  async find(id: number): Promise<Order | undefined> {
    return findIn(this.#database.statements, id);
  }

  async where(filter: OrderFilter): Promise<readonly Order[]> {
    return ordersThatFit(this.#database.statements, filter);
  }

  async withTransactionId(transactionId: Bytes): Promise<Order | undefined> {
    const [row] = this.#database.statements.all(
      `select download_order.* from download_order join delivery on delivery.order_id = download_order.id
      where delivery.transaction_id = ? order by download_order.id desc limit 1`,
      toHex(transactionId),
    );
    return row === undefined ? undefined : fromRow(row as OrderRow);
  }

  async change<T>(id: number, decide: (order: Order) => Decision<T>): Promise<T> {
    return this.#database.atOnce((statements) => {
      const before = findIn(statements, id);
      if (before === undefined) throw new Error(`there is no order ${id}`);
      return keepDecision(statements, before, decide);
    });
  }

  async changeFirst<T>(filter: OrderFilter, decide: (order: Order) => Decision<T>): Promise<T | undefined> {
    return this.#database.atOnce((statements) => {
      const [before] = ordersThatFit(statements, filter, 1);
      return before === undefined ? undefined : keepDecision(statements, before, decide);
    });
  }

  async ownersOf(profileType: string): Promise<readonly string[]> {
    const rows = this.#database.statements.all(
      'select distinct owner from download_order where profile_type = ?',
      profileType,
    );
    return rows.map(({ owner }) => (owner as string | null) ?? '');
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}

function findIn(statements: Statements, id: number): Order | undefined {
  const [row] = statements.all('select * from download_order where id = ?', id);
  return row === undefined ? undefined : fromRow(row as OrderRow);
}

/** The orders that fit, the first ones where there is a `limit`. */
function ordersThatFit(statements: Statements, filter: OrderFilter, limit = -1): readonly Order[] {
  const { states, profileType, matchingId, ...others } = filter;
  const [names, values] = columnsOf({ matching_id: matchingId, profile_type: profileType, ...others });
  const conditions = names.map((name) => `${name} = ?`);
  if (states !== undefined) conditions.push(`state in (${states.map(() => '?').join(', ')})`);
  const which = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
  const rows = statements.all(
    `select * from download_order ${which} order by id limit ?`,
    ...values,
    ...(states ?? []),
    limit,
  );
  return rows.map((row) => fromRow(row as OrderRow));
}

function keepDecision<T>(statements: Statements, before: Order, decide: (order: Order) => Decision<T>): T {
  const { order, result } = decide(before);
  if (order === before) return result;
  const [names, values] = columnsOf(toChangedColumns(order, before));
  const changes = names.map((name) => `${name} = ?`).join(', ');
  statements.run(`update download_order set ${changes} where id = ?`, ...values, order.id);
  keepDeliveries(statements, order, before.deliveries.length);
  return result;
}

/** Those from a number on; a session that is named twice is one. */
function keepDeliveries(statements: Statements, { id, deliveries }: Order, from: number): void {
  for (const { transactionId } of deliveries.slice(from))
    statements.run(
      'insert into delivery (transaction_id, order_id) values (?, ?) on conflict do nothing',
      toHex(transactionId),
      id,
    );
}

/** Names and values of the columns that are given. */
function columnsOf(columns: object): readonly [names: readonly string[], values: readonly unknown[]] {
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  return [given.map(([name]) => name), given.map(([, value]): unknown => value)];
}
