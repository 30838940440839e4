import { expect, it } from 'vitest';

import { openWorld } from '#scenarios/world/index';
import { toHex, toUtf8 } from '#shared/bytes/bytes';
import type { TraceRecord } from '#shared/runtime/trace';

/** All that an event says, in one text: octets in hex. */
function told({ event }: TraceRecord): string {
  return JSON.stringify(event, (_member, value: unknown) =>
    value instanceof Uint8Array ? toHex(value) : value,
  );
}

it('the keys of a subscriber are in no event and no record, its Confirmation Code in confirmOrder alone', async () => {
  await using world = await openWorld({ seed: 1 });
  const events: TraceRecord[] = [];
  world.trace.onAny((record) => events.push(record));
  const confirmationCode = 'code-4711-0815';
  const { activationCode, order, subscriber } = await world.desk.order({ confirmationCode });
  await world.device().download(activationCode, { confirmationCode });
  await world.device().registered('home');
  await world.clock.settled();
  expect(events.length).toBeGreaterThan(50);

  const { k, opc } = subscriber!;
  const records = JSON.stringify([world.desk.orders(), world.desk.record(order.iccid)]);
  for (const secret of [k, opc].flatMap((octets) => [toHex(octets), toHex(octets).toLowerCase()])) {
    expect(events.filter((event) => told(event).includes(secret))).toEqual([]);
    expect(records).not.toContain(secret);
  }
  const codes = [confirmationCode, toHex(toUtf8(confirmationCode))];
  const giveAway = events.filter((event) => codes.some((code) => told(event).includes(code)));
  expect(giveAway.map(({ event }) => ('direction' in event ? event.direction : ''))).toEqual([
    'request confirmOrder',
  ]);
  expect(records).not.toContain(confirmationCode);
});
