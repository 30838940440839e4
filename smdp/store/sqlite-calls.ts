import { fromHex, toHex } from '#shared/bytes/bytes';
import { instant, toIso } from '#shared/runtime/span';
import type { Database, Statements } from '#shared/storage/database';

import type { CallStore, ProgressCall, ProgressInfo } from '../es2plus/progress-call.ts';
import type { SmdpTables } from './tables.ts';

/** Calls in the file of an SM-DP+. */
export class SqliteCalls implements CallStore {
  readonly #database: Database<SmdpTables>;

  constructor(database: Database<SmdpTables>) {
    this.#database = database;
  }

  async all(): Promise<readonly ProgressCall[]> {
    const rows = this.#database.statements.all('select * from progress_call order by id');
    return rows.map((row) => fromRow(row as SmdpTables['progress_call']));
  }

  async keep(calls: readonly ProgressCall[]): Promise<void> {
    this.#database.atOnce((statements) => {
      keepCalls(statements, calls);
    });
  }

  async forget(id: number): Promise<void> {
    this.#database.statements.run('delete from progress_call where id = ?', id);
  }
}

/** Keeps calls, each in place of the one of its id, within a transaction. */
export function keepCalls(statements: Statements, calls: readonly ProgressCall[]): void {
  for (const call of calls)
    statements.run(
      'insert or replace into progress_call (id, order_id, peer, details) values (?, ?, ?, ?)',
      call.id,
      call.info.order,
      call.peer,
      JSON.stringify(detailsOf(call)),
    );
}

interface Details extends Pick<ProgressCall, 'functionCallIdentifier' | 'made'> {
  readonly at: string;
  readonly info: Omit<ProgressInfo, 'order' | 'resultData'> & { readonly resultData: string | null };
}

function detailsOf({ info, at, functionCallIdentifier, made }: ProgressCall): Details {
  const { iccid, eid, profileType, point, outcome, resultData } = info;
  const hex = resultData === undefined ? null : toHex(resultData);
  const told = { iccid, eid, profileType, point, outcome, resultData: hex };
  return { at: toIso(at), functionCallIdentifier, made, info: told };
}

function fromRow({ id, order_id: order, peer, details }: SmdpTables['progress_call']): ProgressCall {
  const { at, info, ...rest } = JSON.parse(details) as Details;
  const resultData = info.resultData === null ? undefined : fromHex(info.resultData);
  return { ...rest, id, peer, at: instant(at), info: { ...info, order, resultData } };
}
