import { expect } from 'vitest';

import type { Answer, AuthenticationChanges, PreparationChanges } from '../../support/crafted-device.ts';
import type { Bench } from '../../smdp/bench.ts';

/** Where the Profile of the only order stands, and what its two counters say. */
export interface Standing {
  readonly state: string;
  readonly download: number;
  readonly confirmationCode: number;
}

/** The standing of the only order. @throws Error when there is none */
export async function standing({ smdp }: Bench): Promise<Standing> {
  const [order] = await smdp.orders.list();
  if (order === undefined) throw new Error('there is no order');
  return { state: order.state, ...order.attempts };
}

/** An order that nobody has tried yet. */
export const untouched: Standing = { state: 'Released', download: 0, confirmationCode: 0 };

/** A new session as far as authenticateClient, for the order M-1 unless told otherwise. */
export async function authenticating(
  { device }: Bench,
  changes: AuthenticationChanges = {},
): Promise<Answer> {
  return device.tryAuthenticate(await device.initiate(), { matchingId: 'M-1', ...changes });
}

/** A new session as far as getBoundProfilePackage, for the order M-1. */
export async function preparing({ device }: Bench, changes: PreparationChanges = {}): Promise<Answer> {
  const session = await device.authenticate(await device.initiate(), { matchingId: 'M-1' });
  return device.tryPrepare(session, changes);
}

/** A function that was refused: HTTP 200, status Failed with that code pair, and no member besides the header. */
export function expectRefused({ status, outcome, json }: Answer, codes: string): void {
  expect([status, outcome]).toEqual([200, codes]);
  expect(json).toMatchObject({ header: { functionExecutionStatus: { status: 'Failed' } } });
  expect(Object.keys(json)).toEqual(['header']);
}

/** A refusal that leaves every order as it was, attempts and history included. */
export async function expectHarmless(bench: Bench, ask: () => Promise<Answer>, codes: string): Promise<void> {
  const before = await bench.smdp.orders.list();
  expectRefused(await ask(), codes);
  expect(await bench.smdp.orders.list()).toEqual(before);
}

/** An answer of a function that was executed. */
export function expectExecuted(answer: Answer): Answer {
  expect([answer.status, answer.outcome]).toEqual([200, 'Executed-Success']);
  return answer;
}
