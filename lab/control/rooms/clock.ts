import type { Clock } from '#shared/runtime/clock';
import { toIso } from '#shared/runtime/span';

import type { ClockAnswer } from '../contract.ts';
import { advanceClock } from '../requests.ts';
import type { Route } from '../route.ts';
import { route, routeWith } from '../route.ts';

/** The clock of the world. */
export function clockRoutes(clock: Clock): readonly Route[] {
  const now = (): ClockAnswer => ({ mode: clock.mode, now: toIso(clock.now()) });
  return [
    route('GET', '/api/clock', () => Promise.resolve(now())),
    routeWith('POST', '/api/clock/advance', advanceClock, async (_path, { by }) => {
      await clock.advance(by);
      return now();
    }),
  ];
}
