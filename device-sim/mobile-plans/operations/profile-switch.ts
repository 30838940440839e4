import { diagnose } from '#device-sim/lpa/index';

import { activationErrorOf } from '../activation-result.ts';
import type { Callbacks } from '../callbacks.ts';
import { withoutFiller } from '../launch-failures.ts';
import { RegistrationWatch } from '../registration-watch.ts';
import type { Occupation } from './occupation.ts';
import type { OperationEnd, OperationSurroundings } from './operation.ts';
import { modemOf, noteOperation } from './operation.ts';
import type { RegistrationTelling } from './registration-telling.ts';

/** The profile of the card that is to be used from now on. */
export interface ProfileSwitch {
  readonly id: string;
  readonly iccid: string;
  readonly callbacks: Callbacks;
}

/** Enables a profile that has got balance; whoever is there is told, and of the registrations that follow. */
export async function switchProfile(
  { id, iccid, callbacks }: ProfileSwitch,
  world: OperationSurroundings,
  { occupation, telling }: { readonly occupation: Occupation; readonly telling: RegistrationTelling },
): Promise<void> {
  occupation.begin();
  noteOperation(world, { id, state: 'begun' });
  const watch = new RegistrationWatch(modemOf(world));
  const end = await enable(iccid, world);
  occupation.end();
  noteOperation(world, { id, state: 'ended', ...end });
  if (callbacks.attached) await callbacks.activation(end.result, iccid);
  if (callbacks.attached && end.result === 'success') telling.begin(watch, iccid, callbacks);
  else watch.stop();
}

async function enable(iccid: string, world: OperationSurroundings): Promise<OperationEnd> {
  const { device, trace, findings } = world;
  const there = device.eid === undefined ? [modemOf(world).registration] : await device.profiles();
  if (!there.some((each) => withoutFiller(each.iccid ?? '') === iccid)) {
    findings.add('balanceForNobody', iccid);
    return { result: 'profileNotPresent', iccid, status: 'ProfileNotPresent' };
  }
  try {
    // A SIM of plastic is the one that is used.
    if (device.eid !== undefined) await device.enable(iccid);
    return { result: 'success', iccid, status: 'Success' };
  } catch (error) {
    const diagnosis = diagnose(error);
    if (diagnosis !== undefined)
      return { result: activationErrorOf(diagnosis), iccid, status: diagnosis.status };
    trace.emit('fault', { where: 'mobile-plans switch', error });
    return { result: 'unknownError', iccid };
  }
}
