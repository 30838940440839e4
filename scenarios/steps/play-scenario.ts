import type { HostingBrowser } from '#device-sim/mobile-plans/index';
import type { Clock } from '#shared/runtime/clock';
import { NothingCanHappen, steppedClock, virtualClock } from '#shared/runtime/clock';
import { between } from '#shared/runtime/span';
import type { TraceRecord } from '#shared/runtime/trace';

import type { Scenario } from '../language/scenario.ts';
import type { OperatorStore } from '../operator/index.ts';
import { memoryOperatorStore } from '../operator/index.ts';
import type { DevicePart, OperatorPart, WebPart, World, WorldOptions } from '../world/index.ts';
import { openWorld } from '../world/index.ts';
import { Judge, SceneEnded, ended } from './judge.ts';
import type { Failure, Played } from './played.ts';
import { Recording } from './recording.ts';
import { Scene } from './scene.ts';

/** What a scenario is played with. */
export interface PlayParts {
  /** All that is random is drawn from it. */
  readonly seed: string | number;
  /** A virtual one that begins where the scenario says, unless given. */
  readonly clock?: Clock;
  /** Keys of the web PKI that the worlds of a run share. */
  readonly web?: WebPart;
  /** Opens the browser that portals are shown in, at the first call; the same one after that. */
  readonly browser?: () => Promise<HostingBrowser>;
  /** Called for each event of the world, as it happens. */
  readonly report?: (record: TraceRecord) => void;
}

/** Plays a scenario in a world of its own, to its end or to the first thing that is not as it has to be. */
export async function playScenario(scenario: Scenario, parts: PlayParts): Promise<Played> {
  const clock = parts.clock ?? clockFor(scenario);
  const began = clock.now();
  const judge = new Judge(scenario);
  const store = memoryOperatorStore();
  const world = await openWorld({
    ...worldOf(scenario, parts),
    clock,
    operator: operatorOf(scenario, store),
  });
  const scene = new Scene({ ...scenario, world, judge, store, browser: parts.browser });
  const recording = new Recording(world.trace, began, (iccid) => scene.nameOf(iccid));
  const report = parts.report === undefined ? undefined : world.trace.onAny(parts.report);
  const failure = await failureOf(scenario, {
    judge,
    world,
    recording,
    play: () => scene.play(scenario.steps, ['steps']),
  });
  report?.();
  return {
    outcome: failure === undefined ? 'passed' : 'failed',
    ...(failure === undefined ? {} : { failure }),
    ...(scenario.negated === 'each' ? { turned: judge.turned } : {}),
    evaluated: judge.evaluated,
    ...recording.seen(),
    virtualSeconds: between(began, clock.now()) / 1_000,
  };
}

/** Who looks at a page takes the time of a person: time stands still but for what is waited for. */
function clockFor({ needs, world: { start } }: Scenario): Clock {
  return needs.includes('browser') ? steppedClock(start) : virtualClock(start);
}

function worldOf({ world, needs }: Scenario, { seed, web }: PlayParts): WorldOptions {
  const devices = needs.includes('browser') ? world.devices : world.devices.map(withPortal);
  return { ...world, devices, seed, ...(web === undefined ? {} : { web }) };
}

/** A device that may enter the portal of the operator, of which nobody loads a page. */
function withPortal(part: DevicePart): DevicePart {
  const portalUrl = 'https://portal.operator.test/';
  return { ...part, mobilePlans: { portalUrl, iccidRanges: ['8900101'], ...part.mobilePlans } };
}

function operatorOf({ needs, plans, profileTypes }: Scenario, store: OperatorStore): OperatorPart {
  return { store, profileTypes, ...(needs.includes('browser') ? { portal: { plans } } : {}) };
}

interface Playing {
  readonly judge: Judge;
  readonly world: World;
  readonly recording: Recording;
  readonly play: () => Promise<void>;
}

/** Why a scenario failed; undefined where all was as it has to be. */
async function failureOf(
  { position }: Scenario,
  { judge, world, recording, play }: Playing,
): Promise<Failure | undefined> {
  try {
    await world.clock.run(play);
    judge.expectAllEvaluated();
    const [never] = [...world.smdp.unusedOrders(), ...world.operator.unusedOrders()];
    if (never !== undefined) throw ended(position, `ordered and never happened: ${never}`);
  } catch (error) {
    if (error instanceof SceneEnded) return error.failure;
    return ended(judge.now ?? position, sayingOf(error)).failure;
  } finally {
    recording.stop();
    await world.close();
  }
  const [fault] = recording.faults;
  return fault === undefined ? undefined : ended(position, `a fault of the lab: ${fault}`).failure;
}

function sayingOf(error: unknown): string {
  if (error instanceof NothingCanHappen) return error.message;
  return `a fault of the lab: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
