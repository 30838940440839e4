import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';
import type { Iccid } from '#shared/identifiers/iccid';
import { iccidToBytes } from '#shared/identifiers/iccid';
import type { Clock } from '#shared/runtime/clock';
import type { Trace } from '#shared/runtime/trace';
import { loadProfile } from '#shared/saip/index';

import type { KeptItem } from '../uicc/index.ts';
import { Uicc } from '../uicc/index.ts';
import { CommandHandler } from './apdu/command-handler.ts';
import { CardApplicationToolkit } from './cat/card-application-toolkit.ts';

export interface PlainSimOptions {
  /** Of the device that it is in, `device-1`. */
  readonly name: string;
  readonly clock: Clock;
  readonly trace: Trace;
  /** What a factory has written on it: an unprotected profile package. */
  readonly profilePackage: Bytes;
}

/** A SIM of plastic: one subscription for good, and no ISD-R. */
export interface PlainSim {
  readonly iccid: Iccid;
  /** The answer to one command APDU, status word included; commands are executed one after the other. */
  transmit(command: Bytes): Promise<Bytes>;
  /** @returns the answer to reset */
  reset(): Promise<Bytes>;
}

/** T=0; class A, B and C (TS 102 221 §6.3.2); "esimlab" as pre-issuing data. */
const answerToReset = fromHex('3B9F96801FC78031E073FE211F676573696D6C6162A9');

/** A SIM that comes from the factory. @throws TypeError when the package cannot be loaded */
export function openPlainSim(
  iccid: Iccid,
  { name, clock, trace, profilePackage }: PlainSimOptions,
): PlainSim {
  const loaded = loadProfile(profilePackage, { iccid: iccidToBytes(iccid), profileClass: 'operational' });
  if (!loaded.ok) throw new TypeError(`the profile of the SIM ${iccid} cannot be loaded: ${loaded.what}`);
  const kept = new Map<string, Bytes>();
  const keep = async (items: readonly KeptItem[]): Promise<void> => {
    for (const item of items) kept.set(item.name, item.content);
    return Promise.resolve();
  };
  const powered = (): CommandHandler => {
    const uicc = new Uicc({ profile: loaded, kept, keep });
    return new CommandHandler({ toolkit: new CardApplicationToolkit(), uicc: () => uicc });
  };
  const wire = (direction: 'command' | 'response' | 'reset', octets: Bytes): void => {
    // The lane of the contacts, whichever card is in.
    trace.emit('wire', { lane: `${name}/ES10`, direction, octets });
  };
  let handler = powered();
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const before = last;
    const turn = clock.exchange(`${what} of the SIM in ${name}`, async () => {
      await before.catch(() => undefined);
      return work();
    });
    last = turn;
    return turn;
  };
  return {
    iccid,
    transmit: (command) =>
      inTurn('APDU', async () => {
        wire('command', command);
        const answer = await handler.answer(command);
        wire('response', answer);
        return answer;
      }),
    reset: () =>
      inTurn('reset', () => {
        handler = powered();
        wire('reset', answerToReset);
        return Promise.resolve(answerToReset);
      }),
  };
}
