import type { Card } from '../card.ts';
import { notificationsOf } from '../notifications/other-signed-notification.ts';
import { pending } from '../notifications/pending.ts';
import type { StoredProfile } from '../store/card-state.ts';
import type { CardChange } from '../store/card-store.ts';
import { returningTo } from '../store/registers.ts';
import { profileStates } from './metadata.ts';

/** A change of the enabled Profile. */
export interface Switch {
  readonly disable: StoredProfile | undefined;
  readonly enable: StoredProfile | undefined;
  /** ISD-P AID to return to when the enabled test Profile is disabled. */
  readonly enabledBeforeTest: Uint8Array | undefined;
}

/** The commit of a switch: both states, and the notifications, that of the disabled Profile first (SGP.22 §5.7.16). */
export function switchOf(card: Card, { disable, enable, enabledBeforeTest }: Switch): CardChange {
  const drafts = [
    ...(disable === undefined ? [] : notificationsOf(card, disable, 'notificationDisable')),
    ...(enable === undefined ? [] : notificationsOf(card, enable, 'notificationEnable')),
  ];
  return {
    ...pending(card, drafts, returningTo(card.state.registers, enabledBeforeTest)),
    putProfiles: [
      ...(disable === undefined ? [] : [{ ...disable, state: profileStates.disabled }]),
      ...(enable === undefined ? [] : [{ ...enable, state: profileStates.enabled }]),
    ],
  };
}

/** After the commit: with a REFRESH to come the change waits for the reset, otherwise it is complete at once (SGP.22 §5.7.16). */
export function completeSwitch(card: Card, { refreshFlag }: { readonly refreshFlag: boolean }): void {
  if (!refreshFlag || !card.toolkit.refresh()) card.activate();
}
