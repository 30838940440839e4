import { describe, expect, it } from 'vitest';

import { openWorld } from '#scenarios/world/index';
import type { World } from '#scenarios/world/index';
import type { Step } from '#scenarios/steps/verb';
import { playScenario } from '#scenarios/steps/index';
import { systemClock } from '#shared/runtime/clock';
import { between, hours, seconds } from '#shared/runtime/span';

import { scenarioOf, sayingOf, shared } from '../steps/playing.ts';

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** Of a person who looks at the question and never says anything, and whose device does not mind. */
const silent = { consent: async () => never<'accept'>() };

/** How a run of a world ends that cannot go on, and how long that takes by its clock and by the wall. */
async function stuck(world: World, main: () => Promise<unknown>) {
  const began = world.clock.now();
  const wall = systemClock();
  const asked = wall.now();
  const message = await world.clock.run(main).then(
    () => 'it went on',
    (error: unknown) => (error as Error).message,
  );
  return { message, virtual: between(began, world.clock.now()), wall: between(asked, wall.now()) };
}

describe('a run in which nothing can happen any more', () => {
  it('ends at once, and says what it waits for: an answer of a person', async () => {
    await using world = await openWorld({ seed: 1, web: { shared } });
    const { activationCode } = await world.desk.order({});
    const { message, virtual, wall } = await stuck(world, async () =>
      world.device().download(activationCode, { host: silent }),
    );
    expect(message).toMatch(/^nothing can happen any more: waiting for .*consent/);
    expect(virtual).toBe(0);
    expect(wall).toBeLessThan(seconds(5));
  });

  it('says so of two that wait for each other', async () => {
    await using world = await openWorld({ seed: 1, network: false, smdp: false, devices: [] });
    const { clock } = world;
    const { message } = await stuck(world, async () =>
      Promise.all([clock.until('the second to begin', never()), clock.until('the first to end', never())]),
    );
    expect(message).toBe('nothing can happen any more: waiting for the second to begin, the first to end');
  });

  it('ends after what was still to come has come', async () => {
    await using world = await openWorld({ seed: 1, network: false, smdp: false, devices: [] });
    const { clock } = world;
    const { message, virtual } = await stuck(world, async () => {
      await clock.sleep(hours(3));
      await clock.until('a train', never());
    });
    expect(message).toBe('nothing can happen any more: waiting for a train');
    expect(virtual).toBe(hours(3));
  });

  it('waits for what others do later: the desk tells the network after 30 hours', async () => {
    await using world = await openWorld({ seed: 1, web: { shared } });
    const { activationCode } = await world.desk.order({ provision: { after: hours(30), from: 'install' } });
    await world.clock.run(async () => {
      await world.device().download(activationCode);
      await world.device().registered('denied');
      await world.clock.until(
        'the desk to tell the network',
        new Promise<void>((resolve) =>
          world.trace.on('operator.provisioned', () => {
            resolve();
          }),
        ),
      );
    });
    expect(world.desk.orders()[0]?.provisioned).toBe(true);
  });

  it('fails a scenario at the step that waits', async () => {
    const train: Step = {
      word: 'wait',
      names: {},
      play: async ({ clock }) => clock.until('a train', never()),
    };
    const scenario = scenarioOf('  - order\n  - wait: 1s\n  - expect: { order: Released }');
    const [order, , ...rest] = scenario.steps;
    const steps = order === undefined ? [] : [order, train, ...rest];
    const played = await playScenario({ ...scenario, steps }, { seed: 1, web: { shared } });
    expect(sayingOf(played)).toBe('6: nothing can happen any more: waiting for a train');
    expect(played.virtualSeconds).toBe(0);
  });
});
