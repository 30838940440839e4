import { findingTable } from '#device-sim/mobile-plans/index';
import type { Finding, FindingName } from '#device-sim/mobile-plans/index';
import type { Registration, RegistrationState } from '#device-sim/modem/index';
import type { RegistrationWait } from '#scenarios/world/index';
import { NotRegistered } from '#scenarios/world/index';
import { wallTimer } from '#shared/http/limits';
import type { Span } from '#shared/runtime/span';
import { milliseconds, minutes, printSpan } from '#shared/runtime/span';

import type { DeviceAnswer, TraceMessage } from '../control/contract.ts';
import type { TestDevice, TestProfile } from './test-device.ts';

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

  constructor(name: string, describe: () => Promise<DeviceAnswer>) {
    this.name = name;
    this.#describe = describe;
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
    const wait = { over: false };
    const cancel = wallTimer(within, () => {
      wait.over = true;
    });
    while (this.registration.state !== state) {
      if (wait.over) throw new NotRegistered(this.#whereIs(state, within));
      await new Promise<void>((resolve) => {
        wallTimer(moment, resolve);
      });
    }
    cancel();
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

function isName(name: string): name is FindingName {
  return Object.hasOwn(findingTable, name);
}
