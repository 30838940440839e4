import { isDeepStrictEqual } from 'node:util';

import type { CardState } from '#device-sim/euicc/index';

import type { End } from './lab.ts';

/** What is there when all is over. */
export type Outcome = Pick<End, 'card' | 'orders' | 'heard' | 'faults'>;

/**
 * What is wrong with the end of a download with deaths in it, measured by one without: one Profile, enabled, and nothing
 * else on the card; one order, Installed once; no notification lost.
 */
export function wrongs(end: Outcome, clean: Outcome): readonly string[] {
  const { card, orders, heard, faults } = end;
  const generated = Array.from({ length: card.registers.sequenceNumber }, (_, index) => index + 1);
  const lost = generated.filter((number) => !heard.includes(number));
  const states = orders.map(({ state }) => state);
  const installations = orders.flatMap(({ history }) => history.filter(({ state }) => state === 'Installed'));
  const findings: readonly (string | false)[] = [
    card.profiles.map(({ state }) => state).join() !== '1' && `${card.profiles.length} profiles`,
    card.notifications.length > 0 && `${card.notifications.length} notifications wait`,
    card.retainedKeys.length > 1 && `${card.retainedKeys.length} one-time keys are kept for one server`,
    !isDeepStrictEqual(lasting(card), lasting(clean.card)) && 'the card differs from one without a death',
    states.join() !== 'Installed' && `orders are ${states.join()}`,
    installations.length !== 1 && `installed ${installations.length} times`,
    orders.some(({ binding }) => binding !== undefined) && 'a package is kept though nobody needs it',
    lost.length > 0 && `lost notifications ${lost.join()}`,
    faults.length > 0 && faults.join('; '),
  ];
  return findings.filter((each) => each !== false);
}

/** The card without its counters, and without the one-time key that a session without a package may leave for a retry. */
function lasting({ registers, ...card }: CardState): unknown {
  return { ...card, registers: { ...registers, sequenceNumber: 0, sessionNumber: 0 }, retainedKeys: [] };
}
