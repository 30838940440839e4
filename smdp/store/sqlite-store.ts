import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';
import type { Database, Statements } from '#shared/storage/database';
import { openDatabase } from '#shared/storage/database';

import type { CallStore } from '../es2plus/progress-call.ts';
import type { NewOrder, Order } from '../orders/order.ts';
import { KeptOrders } from './kept-orders.ts';
import type { OrderRow } from './order-row.ts';
import { fromRow, toChangedColumns, toRow } from './order-row.ts';
import { keepCalls, SqliteCalls } from './sqlite-calls.ts';
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

/**
 * An order is read from the file once and then kept: parsing its row and copying its octets costs as much as writing
 * it. What another connection writes is seen by the version of the data.
 */
class SqliteSmdpStore implements SmdpStore {
  readonly calls: CallStore;
  readonly #database: Database<SmdpTables>;
  readonly #kept = new KeptOrders();
  #version: unknown;

  constructor(database: Database<SmdpTables>) {
    this.#database = database;
    this.calls = new SqliteCalls(database);
  }

  async add(order: NewOrder): Promise<Order> {
    const added = this.#database.atOnce((statements) => {
      const id = insert(statements, 'download_order', toRow(order));
      const { profile } = order;
      insert(statements, 'profile_octets', { order_id: id, upp: profile.upp, metadata: profile.metadata });
      keepDeliveries(statements, { ...order, id }, 0);
      return { ...order, id };
    });
    this.#kept.keep(added);
    return added;
  }

  async find(id: number): Promise<Order | undefined> {
    this.#forgetWhatIsOld();
    return this.#read(id);
  }

  async where(filter: OrderFilter): Promise<readonly Order[]> {
    this.#forgetWhatIsOld();
    return this.#thatFit(filter);
  }

  async withTransactionId(transactionId: Bytes): Promise<Order | undefined> {
    const row = this.#database.statements.first(
      'select order_id from delivery where transaction_id = ? order by order_id desc limit 1',
      toHex(transactionId),
    );
    return row === undefined ? undefined : await this.find(row['order_id'] as number);
  }

  async change<T>(id: number, decide: (order: Order) => Decision<T>): Promise<T> {
    const decision = this.#decide(() => this.#read(id), decide);
    if (decision === undefined) throw new Error(`there is no order ${id}`);
    return decision.result;
  }

  async changeFirst<T>(filter: OrderFilter, decide: (order: Order) => Decision<T>): Promise<T | undefined> {
    return this.#decide(() => this.#thatFit(filter, 1)[0], decide)?.result;
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

  /** Finds, decides and writes in one transaction; what was decided is kept in memory once it is in the file. */
  #decide<T>(find: () => Order | undefined, decide: (order: Order) => Decision<T>): Decision<T> | undefined {
    const decision = this.#database.atOnce((statements) => {
      this.#forgetWhatIsOld();
      const before = find();
      if (before === undefined) return undefined;
      const decided = decide(before);
      if (decided.order !== before) write(statements, decided.order, before);
      if (decided.calls !== undefined) keepCalls(statements, decided.calls);
      return decided;
    });
    if (decision !== undefined) this.#kept.keep(decision.order);
    return decision;
  }

  #read(id: number): Order | undefined {
    const kept = this.#kept.find(id);
    if (kept !== undefined) return kept;
    const row = this.#database.statements.first(
      `select download_order.*, upp, profile_octets.metadata from download_order
      join profile_octets on profile_octets.order_id = id where id = ?`,
      id,
    );
    if (row === undefined) return undefined;
    const order = fromRow(row as OrderRow);
    this.#kept.keep(order);
    return order;
  }

  /** The orders that fit, the first ones where there is a `limit`. */
  #thatFit(filter: OrderFilter, limit = -1): readonly Order[] {
    const { states, profileType, matchingId, releasesByItself, ...others } = filter;
    const [names, values] = given({ matching_id: matchingId, profile_type: profileType, ...others });
    const conditions = names.map((name) => `${name} = ?`);
    if (releasesByItself) conditions.push('releases_at is not null');
    if (states !== undefined) conditions.push(`state in (${states.map(() => '?').join(', ')})`);
    const which = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
    const rows = this.#database.statements.all(
      `select id from download_order ${which} order by id limit ?`,
      ...values,
      ...(states ?? []),
      limit,
    );
    return rows.map(({ id }) => this.#read(id as number)).filter((order) => order !== undefined);
  }

  #forgetWhatIsOld(): void {
    const row = this.#database.statements.first('pragma data_version');
    const version = row?.['data_version'];
    if (version !== this.#version) this.#kept.forget();
    this.#version = version;
  }
}

function write(statements: Statements, order: Order, before: Order): void {
  const { id, profile } = order;
  update(statements, 'download_order', 'id', id, toChangedColumns(order, before));
  if (profile.upp !== before.profile.upp)
    update(statements, 'profile_octets', 'order_id', id, { upp: profile.upp });
  if (profile.metadata !== before.profile.metadata)
    update(statements, 'profile_octets', 'order_id', id, { metadata: profile.metadata });
  keepDeliveries(statements, order, before.deliveries.length);
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

function insert(statements: Statements, table: keyof SmdpTables, columns: object): number {
  const [names, values] = given(columns);
  const places = names.map(() => '?').join(', ');
  return statements.run(`insert into ${table} (${names.join(', ')}) values (${places})`, ...values);
}

function update(
  statements: Statements,
  table: keyof SmdpTables,
  key: string,
  id: number,
  columns: object,
): void {
  const [names, values] = given(columns);
  const changes = names.map((name) => `${name} = ?`).join(', ');
  statements.run(`update ${table} set ${changes} where ${key} = ?`, ...values, id);
}

/** Names and values of the columns that are given. */
function given(columns: object): readonly [names: readonly string[], values: readonly unknown[]] {
  const entries = Object.entries(columns).filter(([, value]) => value !== undefined);
  return [entries.map(([name]) => name), entries.map(([, value]): unknown => value)];
}
