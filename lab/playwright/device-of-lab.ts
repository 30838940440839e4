import { findingTable } from '#device-sim/mobile-plans/index';
import type { Finding, FindingName, ToastKind } from '#device-sim/mobile-plans/index';
import type { Registration, RegistrationState } from '#device-sim/modem/index';
import type { RegistrationWait } from '#scenarios/world/index';
import { NotRegistered } from '#scenarios/world/index';
import { wallTimer } from '#shared/http/limits';
import type { Span } from '#shared/runtime/span';
import { milliseconds, minutes, printSpan } from '#shared/runtime/span';
import type { TraceEvents } from '#shared/runtime/trace';

import type { DeviceAnswer, TraceMessage } from '../control/contract.ts';
import type { TestDevice, TestProfile, TestToast, ToastWait } from './test-device.ts';
import { NoToast } from './test-device.ts';

const moment = milliseconds(50);

/** A device of a lab in another process: where it stands is heard from the trace. */
export class DeviceOfLab implements TestDevice {
  readonly name: string;
  readonly mobilePlans = { findings: [] as Finding[] };
  /** Of the lab, one in JSON each. */
  readonly events: string[] = [];
  eid = '';
  imei = '';
  registration: TestDevice['registration'] = { state: 'none', iccid: undefined };
  readonly #describe: () => Promise<DeviceAnswer>;
  readonly #answer: (toast: string, answer: 'accept' | 'ignore') => Promise<void>;
  readonly #toasts = new Map<string, Omit<TestToast, 'accept' | 'ignore'>>();

  /** @param answer answers the toast of that number in the lab */
  constructor(
    name: string,
    describe: () => Promise<DeviceAnswer>,
    answer: (toast: string, answer: 'accept' | 'ignore') => Promise<void>,
  ) {
    this.name = name;
    this.#describe = describe;
    this.#answer = answer;
  }

  /** Once the lab has it. */
  async begin(): Promise<void> {
    ({ eid: this.eid, imei: this.imei } = await this.#describe());
  }

  /** What the lab tells of anything. */
  readonly hear = (message: TraceMessage): void => {
    if (!('event' in message)) return;
    this.events.push(JSON.stringify(message));
    if (message.name === 'finding') this.#find(message.event as { what: string; source?: string });
    if (message.name === 'host.toast') this.#toast(message.event as TraceEvents['host.toast']);
    if (message.name !== 'modem.registration') return;
    const { device, state, iccid } = message.event as Registration & { device: string };
    if (device === this.name) this.registration = { state, iccid };
  };

  async profiles(): Promise<readonly TestProfile[]> {
    const { profiles } = await this.#describe();
    return profiles.map(({ iccid, state }) => ({ iccid, state }));
  }

  /** By the lab's own clock, which goes by itself. */
  async registered(state: RegistrationState, { within = minutes(1) }: RegistrationWait = {}): Promise<void> {
    const there = (): true | undefined => (this.registration.state === state ? true : undefined);
    if ((await until(there, within)) === undefined) throw new NotRegistered(this.#whereIs(state, within));
  }

  toasts(): readonly TestToast[] {
    return [...this.#toasts].map(([id, toast]) => ({
      ...toast,
      accept: () => this.#answer(id, 'accept'),
      ignore: () => this.#answer(id, 'ignore'),
    }));
  }

  /** By the lab's own clock, which goes by itself. */
  async toast(kind: ToastKind, { within = minutes(1) }: ToastWait = {}): Promise<TestToast> {
    const wanted = (each: TestToast): boolean => each.kind === kind && each.state === 'shown';
    const found = await until(() => this.toasts().find(wanted), within);
    if (found !== undefined) return found;
    const shown = this.toasts().map((each) => `${each.kind} (${each.state})`);
    throw new NoToast(
      `waited ${printSpan(within)} for a toast "${kind}" on ${this.name}; toasts so far: ${shown.join(', ') || 'none'}`,
    );
  }

  #toast({ device, id, kind, text, state }: TraceEvents['host.toast']): void {
    if (device === this.name) this.#toasts.set(id, { kind, text, state });
  }

  #find({ what, source }: { readonly what: string; readonly source?: string }): void {
    if (source !== this.name) return;
    const [, name = '', says = ''] = /^(\w+): (.*)$/s.exec(what) ?? [];
    if (isName(name))
      this.mobilePlans.findings.push({ name, what: says, note: 'note' in findingTable[name] });
  }

  #whereIs(state: RegistrationState, within: Span): string {
    const { state: now, iccid } = this.registration;
    const profile = iccid === undefined ? 'without an enabled profile' : `with profile ${iccid}`;
    return `waited ${printSpan(within)} for ${this.name} to be registered as "${state}": it is "${now}" ${profile}`;
  }
}

/** What `look` finds within a span of wall time. */
async function until<T>(look: () => T | undefined, within: Span): Promise<T | undefined> {
  const wait = { over: false };
  const cancel = wallTimer(within, () => {
    wait.over = true;
  });
  for (;;) {
    const found = look();
    if (found !== undefined || wait.over) {
      cancel();
      return found;
    }
    await new Promise<void>((resolve) => {
      wallTimer(moment, resolve);
    });
  }
}

function isName(name: string): name is FindingName {
  return Object.hasOwn(findingTable, name);
}
