import type { HostingBrowser, LaunchEnd } from '#device-sim/mobile-plans/index';
import type { Carriage } from '#device-sim/network/index';
import type { HttpFailure } from '#shared/http/failure';
import { seconds } from '#shared/runtime/span';
import type { Clock } from '#shared/runtime/clock';
import type { Diagnosis, DownloadFailed, DownloadResult } from '#device-sim/lpa/index';
import { parseIccid } from '#shared/identifiers/iccid';
import type { TraceEvents } from '#shared/runtime/trace';
import type { Order } from '#smdp/index';

import type { Path } from '../language/path.ts';
import type { Scenario } from '../language/scenario.ts';
import type { DeskRecord, DeskRefused, OperatorStore } from '../operator/index.ts';
import type { World, WorldDevice } from '../world/index.ts';
import type { PortalWindow } from './portal/portal-window.ts';
import type { Judge } from './judge.ts';
import { StepFailed } from './step-failed.ts';
import type { Step } from './verb.ts';
import './events.ts';

/** How a download ended. */
export type DownloadEnd = DownloadResult | DownloadFailed;

/** An order of a scenario, by the name that it was given. */
export interface SceneOrder {
  readonly name: string;
  readonly iccid: string;
  readonly activationCode: string;
}

/** What the page that was entered last was told last, and who has control. */
export interface Told {
  readonly activation?: string;
  readonly registration?: string;
  /** `page` while it has control; else how the app got it back. */
  readonly control?: 'page' | LaunchEnd['why'];
}

type AkaResult = TraceEvents['modem.aka']['result'];

/** What a scene is set up with besides its world. */
export interface SceneParts extends Pick<Scenario, 'locate' | 'plans'> {
  readonly world: World;
  readonly judge: Judge;
  /** The operator's own records. */
  readonly store: OperatorStore;
  readonly browser: (() => Promise<HostingBrowser>) | undefined;
}

/** How the latest of what was tried ended. */
export interface Ends {
  /** Downloads by code, by device. */
  readonly download: Map<string, DownloadEnd>;
  /** Changes of profiles and deliveries of notifications, by device. */
  readonly change: Map<string, 'ok' | Diagnosis>;
  /** Data that was used, by device. */
  readonly data: Map<string, Carriage>;
  /** What the desk was asked for. */
  desk: 'ok' | DeskRefused | HttpFailure | undefined;
}

/** A scenario while it is played: the world, and what its steps gave names to. */
export class Scene {
  readonly ends: Ends = { download: new Map(), change: new Map(), data: new Map(), desk: undefined };
  /** The portals that were entered, by device. */
  readonly windows = new Map<string, PortalWindow>();
  /** What their pages were told, by device. */
  readonly told = new Map<string, Told>();
  /** What the USIMs made of challenges, by device. */
  readonly aka = new Map<string, readonly AkaResult[]>();
  readonly #orders = new Map<string, SceneOrder>();

  readonly #parts: SceneParts;

  constructor(parts: SceneParts) {
    this.#parts = parts;
    parts.world.trace.on('host.callback', ({ device, argument, outcome }) => {
      if (outcome === 'delivered') this.#hear(device, argument);
    });
    parts.world.trace.on('modem.aka', ({ device, result }) => {
      this.aka.set(device, [...(this.aka.get(device) ?? []), result]);
    });
    parts.world.trace.on('host.launch', ({ device }) => {
      this.told.set(device, { control: 'page' });
    });
    parts.world.trace.on('host.ended', ({ device, why }) => {
      this.told.set(device, { ...this.told.get(device), control: why });
    });
  }

  get world(): World {
    return this.#parts.world;
  }

  get judge(): Judge {
    return this.#parts.judge;
  }

  /** What the operator sells. */
  get plans(): SceneParts['plans'] {
    return this.#parts.plans;
  }

  get browser(): SceneParts['browser'] {
    return this.#parts.browser;
  }

  get clock(): Clock {
    return this.world.clock;
  }

  /** A device by name; the first one if left out. */
  device(name?: string): WorldDevice {
    const [first] = this.world.devices();
    if (name !== undefined) return this.world.device(name);
    if (first === undefined) throw new StepFailed('this world has no device');
    return first;
  }

  /** Gives an order its name. */
  know(order: SceneOrder): void {
    this.#orders.set(order.name, order);
  }

  /** An order by name; the latest if left out. */
  order(name?: string): SceneOrder {
    const order = name === undefined ? [...this.#orders.values()].at(-1) : this.#orders.get(name);
    if (order !== undefined) return order;
    throw new StepFailed(name === undefined ? 'nothing was ordered yet' : `"${name}" was not ordered yet`);
  }

  /** What an ICCID is called: by the name of its order, else by itself. */
  nameOf(iccid: string): string {
    return [...this.#orders.values()].find((order) => order.iccid === iccid)?.name ?? iccid;
  }

  /** An order as the SM-DP+ has it now. */
  async orderAtSmdp(name?: string): Promise<Order | undefined> {
    return this.world.smdp.orders.profileOf(parseIccid(this.order(name).iccid));
  }

  /** An order as the operator's desk has it now. */
  orderAtDesk(name?: string): DeskRecord | undefined {
    return this.world.desk.record(this.order(name).iccid);
  }

  /** Whose keys are in the profile of an order. @throws StepFailed */
  async imsiOf(name?: string): Promise<string> {
    const { iccid, name: called } = this.order(name);
    const kept = await this.#parts.store.all();
    const imsi = kept.find(({ record }) => record.iccid === iccid)?.subscriber?.imsi;
    if (imsi === undefined) throw new StepFailed(`nobody knows whose keys are in the profile of "${called}"`);
    return imsi;
  }

  /** The window of a device's app. @throws StepFailed where none was opened */
  windowOf({ name }: WorldDevice): PortalWindow {
    const window = this.windows.get(name);
    if (window === undefined) throw new StepFailed(`no portal was entered on ${name}`);
    return window;
  }

  /** What comes of something that takes its time; a clock that stands still is wound meanwhile. */
  async passing<T>(what: string, event: Promise<T>): Promise<T> {
    if (this.clock.mode !== 'stepped') return this.clock.until(what, event);
    const state = { over: false };
    const end = event.finally(() => {
      state.over = true;
    });
    end.catch(() => undefined);
    await this.clock.settled();
    while (!state.over) await this.clock.advance(seconds(1));
    return end;
  }

  /** Takes the steps of a list of the file one after the other. @throws SceneEnded, and faults */
  async play(steps: readonly Step[], list: Path): Promise<void> {
    for (const [index, step] of steps.entries()) {
      const path = [...list, index];
      const place = { path, position: this.#parts.locate(path) };
      this.world.trace.emit('scenario.step', place.position);
      await this.judge.at(place, () => step.play(this, place));
    }
  }

  #hear(device: string, argument: string): void {
    const { activationResult, networkRegistrationState } = JSON.parse(argument) as Readonly<
      Record<string, string>
    >;
    this.told.set(device, {
      ...this.told.get(device),
      ...(activationResult === undefined ? {} : { activation: activationResult }),
      ...(networkRegistrationState === undefined ? {} : { registration: networkRegistrationState }),
    });
  }
}
