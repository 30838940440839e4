import type { ToastKind } from '#device-sim/mobile-plans/index';
import type { WorldDevice } from '#scenarios/world/index';
import { wallTimer } from '#shared/http/limits';
import type { Clock } from '#shared/runtime/clock';
import { hours, milliseconds, minutes, printSpan, seconds } from '#shared/runtime/span';

import type { TestToast, ToastWait } from './test-device.ts';
import { NoToast } from './test-device.ts';

/** In wall time: how long a page that has nothing to do is left alone. */
const moment = milliseconds(50);
/** In wall time: how long a page may take until there is something to be waited for. */
const patience = seconds(5);

const step = seconds(1);
/** By the clock of the test: how long what is under way on the device may take. */
const longestWork = minutes(10);

interface Waiting extends ToastWait {
  readonly clock: Clock;
  readonly pageIsQuiet: () => Promise<void>;
}

/** The toasts of a world's device. */
export function toastsOf({ toasts }: WorldDevice): readonly TestToast[] {
  return toasts.list.map((toast) => ({
    kind: toast.kind,
    text: toast.text,
    state: toast.state,
    accept: async () => {
      await toast.accept();
    },
    ignore: async () => {
      toast.ignore();
      return Promise.resolve();
    },
  }));
}

/**
 * Winds a stepped clock until a toast is shown that nobody has answered: to what is due on the device, and on from there
 * in small steps as long as something may be under way. As long as nothing is due nothing is wound, for then it is the
 * page's turn, and pages go by the wall.
 * @throws NoToast
 */
export async function untilToast(
  device: WorldDevice,
  kind: ToastKind,
  { clock, within = hours(24), pageIsQuiet }: Waiting,
): Promise<TestToast> {
  const end = clock.now() + within;
  let idle = milliseconds(0);
  await untilDue(device, pageIsQuiet, clock);
  for (;;) {
    await pageIsQuiet();
    await clock.settled();
    const found = toastsOf(device).find((toast) => toast.kind === kind && toast.state === 'shown');
    if (found !== undefined) return found;
    const due = nextDue(device);
    if ((due ?? clock.now()) > end) throw new NoToast(noToast(device, kind, `waited ${printSpan(within)}`));
    if (idle >= longestWork) throw new NoToast(noToast(device, kind, 'nothing on the device is due'));
    idle = milliseconds(due === undefined ? idle + step : 0);
    await clock.advance(due === undefined ? step : milliseconds(Math.max(1, due - clock.now())));
  }
}

/** Until something is due on a device, or has been shown; the page may take its time in wall time. */
async function untilDue(device: WorldDevice, pageIsQuiet: () => Promise<void>, clock: Clock): Promise<void> {
  const page = { late: false };
  const cancel = wallTimer(patience, () => {
    page.late = true;
  });
  for (;;) {
    await pageIsQuiet();
    await clock.settled();
    if (page.late || nextDue(device) !== undefined || device.toasts.list.length > 0) break;
    await new Promise<void>((resolve) => {
      wallTimer(moment, resolve);
    });
  }
  cancel();
}

function nextDue({ apps }: WorldDevice): number | undefined {
  const dues = apps.flatMap(({ awaited }) => awaited.map(({ due }) => due));
  return dues.length === 0 ? undefined : Math.min(...dues);
}

function noToast(device: WorldDevice, kind: ToastKind, why: string): string {
  const shown = device.toasts.list.map((each) => `${each.kind} (${each.state})`).join(', ') || 'none';
  return `${device.name} has no toast "${kind}" to be answered: ${why}; toasts so far: ${shown}`;
}
