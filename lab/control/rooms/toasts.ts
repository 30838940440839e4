import type { Awaited, Toast } from '#device-sim/mobile-plans/index';
import { ToastAnswered } from '#device-sim/mobile-plans/index';
import type { WorldDevice } from '#scenarios/world/index';
import { toIso } from '#shared/runtime/span';

import type { AcceptedAnswer, AwaitedAnswer, ToastAnswer, ToastsAnswer } from '../contract.ts';
import { Refused } from '../refused.ts';
import type { PathParts, Route } from '../route.ts';
import { route } from '../route.ts';

/**
 * The toasts on a device's screen, and the person's answers to them.
 * @param find throws Refused where there is no such device
 */
export function toastRoutes(find: (name: string) => Promise<WorldDevice>): readonly Route[] {
  const device = ({ name = '' }: PathParts): Promise<WorldDevice> => find(name);
  const toast = async (path: PathParts): Promise<Toast> => toastOf(await device(path), path['toast'] ?? '');
  const all = '/api/devices/:name/toasts';
  return [
    route('GET', all, async (path): Promise<ToastsAnswer> => {
      const found = await device(path);
      const awaited = found.apps.flatMap((app) => app.awaited);
      return {
        toasts: found.toasts.list.map(toastAnswer),
        awaited: awaited.sort((a, b) => a.due - b.due).map(awaitedAnswer),
      };
    }),
    route('POST', `${all}/:toast/accept`, async (path) => accept(await toast(path))),
    route('POST', `${all}/:toast/ignore`, async (path) => ignore(await toast(path))),
  ];
}

async function accept(toast: Toast): Promise<AcceptedAnswer> {
  const accepted = await toast.accept().catch(refuse);
  if (accepted === undefined) return { ok: true };
  const { result, iccid, retryAt } = accepted;
  return {
    ok: result === 'success',
    result,
    ...(iccid === '' ? {} : { iccid }),
    ...(retryAt === undefined ? {} : { retryAt: toIso(retryAt) }),
  };
}

function ignore(toast: Toast): AcceptedAnswer {
  try {
    toast.ignore();
    return { ok: true };
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): never {
  if (error instanceof ToastAnswered) throw new Refused(409, error.message, {}, { cause: error });
  throw error;
}

function toastOf({ name, toasts: { list } }: WorldDevice, id: string): Toast {
  const found = list.find((each) => each.id === id);
  if (found !== undefined) return found;
  const there = list.map((each) => each.id).join(', ') || 'none';
  throw new Refused(404, `${name} has no toast "${id.slice(0, 20)}"; there is: ${there}`);
}

function toastAnswer({ id, kind, text, state, onScreen, shownAt, operation }: Toast): ToastAnswer {
  return { id, kind, text, state, onScreen, shownAt: toIso(shownAt), operation };
}

const awaitedAnswer = ({ id, what, due }: Awaited): AwaitedAnswer => ({
  operation: id,
  what,
  due: toIso(due),
});
