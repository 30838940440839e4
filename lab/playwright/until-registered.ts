import type { RegistrationState } from '#device-sim/modem/index';
import type { RegistrationWait, WorldDevice } from '#scenarios/world/index';
import { NotRegistered } from '#scenarios/world/index';
import { wallTimer } from '#shared/http/limits';
import type { Clock } from '#shared/runtime/clock';
import { milliseconds, printSpan, seconds } from '#shared/runtime/span';

/** In wall time: how long a page that has nothing to do is left alone. */
const moment = milliseconds(50);
/** In wall time: how long a page may take until there is a profile to be registered with. */
const patience = seconds(15);

interface Waiting {
  readonly clock: Clock;
  readonly wait: RegistrationWait | undefined;
  readonly pageIsQuiet: () => Promise<void>;
}

/**
 * Winds a stepped clock until a device is registered. As long as no profile is enabled nothing is wound, for then it is
 * the page's turn, and pages go by the wall.
 * @throws NotRegistered
 */
export async function untilRegistered(
  device: WorldDevice,
  state: RegistrationState,
  { clock, wait, pageIsQuiet }: Waiting,
): Promise<void> {
  const portal = { late: false };
  const cancel = wallTimer(patience, () => {
    portal.late = true;
  });
  for (;;) {
    await pageIsQuiet();
    await clock.settled();
    const { state: now, iccid } = device.modem.registration;
    if (now === state || iccid !== undefined) break;
    if (portal.late) throw new NotRegistered(nothingToRegister(device, state));
    await new Promise<void>((resolve) => {
      wallTimer(moment, resolve);
    });
  }
  cancel();
  await device.registered(state, wait);
}

function nothingToRegister({ name }: WorldDevice, state: RegistrationState): string {
  return `waited ${printSpan(patience)} for ${name} to be registered as "${state}": no profile is enabled on it; host-lane.txt of the report has what the portal called`;
}
