import type { Instant } from '#shared/runtime/span';
import { after } from '#shared/runtime/span';

import type { AwaitedProvision, DeskBalance, DeskRecord } from './desk-record.ts';
import type { LaterProvision, Plan, PlanBalance } from './plan.ts';

/** What of a record says whether the network knows the subscriber, and how it stands there. */
export type ProvisionMembers = Partial<
  Pick<DeskRecord, 'provisioned' | 'provision' | 'planned' | 'balance' | 'barred'>
>;

/** What a new record says of the network. `canBe`: there is a subscriber of ours, and a network. */
export function provisionOf(
  { provision = true, balance }: Plan,
  { canBe, now }: { readonly canBe: boolean; readonly now: Instant },
): ProvisionMembers & { readonly provisioned: boolean } {
  if (!canBe) return { provisioned: false };
  const planned = balance === undefined ? {} : { planned: balance };
  if (provision === true) return { provisioned: true, ...balanceOf(planned, now) };
  if (provision === false) return { provisioned: false, ...planned };
  return { provisioned: false, provision: countedFrom('order', provision, now), ...planned };
}

/** What changes in a record when the network hears of its subscriber. */
export function provisionedAt(record: DeskRecord, now: Instant): ProvisionMembers {
  return { provisioned: true, provision: undefined, planned: undefined, ...balanceOf(record, now) };
}

/** What changes in a record when its order goes out of use. */
export const withdrawn: ProvisionMembers = {
  provisioned: false,
  provision: undefined,
  planned: undefined,
  balance: undefined,
  barred: undefined,
};

/** The awaited provisioning after a moment from which it may count: the first of its kind does. */
export function countedFrom(
  moment: LaterProvision['from'],
  awaited: AwaitedProvision,
  at: Instant,
): AwaitedProvision {
  if (awaited.dueAt !== undefined || !counts(moment, awaited.from)) return awaited;
  return { ...awaited, dueAt: after(at, awaited.after) };
}

/** What is installed has been downloaded, whether or not that was told. */
function counts(moment: LaterProvision['from'], from: LaterProvision['from']): boolean {
  return moment === from || (moment === 'install' && from === 'download');
}

/** When an awaited provisioning happens: at once, at a later time, or not before something else has happened. */
export function dueOf(
  { provision, state }: Pick<DeskRecord, 'provision' | 'state'>,
  now: Instant,
): 'now' | Instant | undefined {
  if (provision?.dueAt === undefined) return undefined;
  if (provision.dueAt > now) return provision.dueAt;
  return provision.onlyIfInstalled === true && state !== 'Installed' ? undefined : 'now';
}

function balanceOf(
  {
    planned,
    balance,
  }: { readonly planned?: PlanBalance | undefined; readonly balance?: DeskBalance | undefined },
  now: Instant,
): ProvisionMembers {
  if (balance !== undefined) return { balance };
  if (planned === undefined) return {};
  const { octets, validFor } = planned;
  return { balance: { octets, ...(validFor === undefined ? {} : { expiresAt: after(now, validFor) }) } };
}
