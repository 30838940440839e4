import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { EmmCause, NetworkRefusal } from '#device-sim/network/index';
import { emmCauses } from '#device-sim/network/index';
import { parsePlmn } from '#shared/identifiers/plmn';
import { minutes } from '#shared/runtime/span';

import { cell, openBench } from './bench.ts';
import { firstProfile } from './scripted-card.ts';

const { imsi } = firstProfile;
const cells = [
  { ...cell('001/01', 1), country: 'US' },
  { ...cell('001/01', 2), country: 'US' },
  { ...cell('262/01'), country: 'DE' },
  { ...cell('262/02'), country: 'DE' },
];
type Bench = ReturnType<typeof openBench>;
type Act = (bench: Bench) => unknown;

const refusal = fc.oneof<fc.Arbitrary<NetworkRefusal | undefined>[]>(
  fc.constantFrom(...Object.keys(emmCauses).map((cause) => Number(cause) as EmmCause)),
  fc.constantFrom('authentication' as const, 'noAnswer' as const),
  fc.integer({ min: 1, max: 60 }).map((count) => ({ congestion: minutes(count) })),
  fc.constant(undefined),
);
const act: fc.Arbitrary<Act> = fc.oneof(
  refusal.map((how): Act => ({ network }) => {
    network.refuse('everyone', how);
  }),
  fc.constantFrom('US', 'DE', 'JP').map((country): Act => ({ network }) => {
    network.move('device-1', country);
  }),
  fc.constantFrom('on' as const, 'off' as const).map(
    (to): Act =>
      ({ modem }) =>
        modem.power(to),
  ),
  fc.constantFrom(undefined, '001/01', '262/02').map(
    (network): Act =>
      ({ modem }) =>
        modem.register(network === undefined ? {} : { network: parsePlmn(network) }),
  ),
  fc
    .constantFrom(...Object.keys(emmCauses).map((cause) => Number(cause) as EmmCause))
    .map((cause): Act => ({ network: { provisioning } }) => {
      provisioning.bar(imsi, cause);
      provisioning.unbar(imsi);
    }),
  fc.constant<Act>(({ network: { provisioning } }) => {
    provisioning.setSequenceNumber(imsi, new Uint8Array(6));
  }),
  fc.constant<Act>(({ card }) => {
    card.refreshTo(firstProfile);
  }),
  fc.integer({ min: 0, max: 90 }).map(
    (count): Act =>
      ({ clock }) =>
        clock.advance(minutes(count)),
  ),
);

describe('a modem, whatever befalls it, in whatever order,', () => {
  it('is home again once the network lets it in, it is there, and it was switched off and on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        const bench = openBench({ network: { cells } });
        await bench.clock.run(async () => {
          await bench.modem.start();
          for (const each of acts) await each(bench);
          bench.network.refuse('everyone', undefined);
          bench.network.move('device-1', 'US');
          await bench.modem.power('off');
          await bench.modem.power('on');
          await bench.modem.register();
        });
        expect(bench.modem.registration).toMatchObject({ state: 'home', plmn: '001/01' });
        expect(bench.faults).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
