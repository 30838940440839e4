import { sameBytes } from '#shared/bytes/bytes';

import type { Card } from '../card.ts';
import { notificationsOf } from '../notifications/other-signed-notification.ts';
import { pending } from '../notifications/pending.ts';
import type { StoredProfile } from '../store/card-state.ts';
import type { CardChange } from '../store/card-store.ts';
import { profileWithAid } from '../store/card-store.ts';
import { returningTo } from '../store/registers.ts';
import { enabledProfile } from './find.ts';
import { profileStates } from './metadata.ts';

/** A change of the enabled Profile. */
export interface Switch {
  readonly disable: StoredProfile | undefined;
  readonly enable: StoredProfile | undefined;
  /** ISD-P AID to return to when the enabled test Profile is disabled. */
  readonly enabledBeforeTest: Uint8Array | undefined;
}

/**
 * Keeps a switch. With a REFRESH to come, terminals meet the new files when it has been done, and when it is refused
 * all is as it was; without one the change is complete at once (SGP.22 §5.7.16, §5.7.17).
 */
export async function performSwitch(
  card: Card,
  wanted: Switch,
  { refreshFlag }: { readonly refreshFlag: boolean },
): Promise<void> {
  const { enabledBeforeTest } = card.state.registers;
  const change = switchOf(card, wanted);
  await card.commit(change);
  const asked =
    refreshFlag &&
    card.toolkit.refresh({
      performed: () => {
        card.activate();
      },
      refused: () => undo(card, { wanted, enabledBeforeTest, change }),
    });
  if (!asked) card.activate();
}

/** The commit of a switch: both states, and the notifications, that of the disabled Profile first (SGP.22 §5.7.16). */
function switchOf(card: Card, { disable, enable, enabledBeforeTest }: Switch): CardChange {
  const drafts = [
    ...(disable === undefined ? [] : notificationsOf(card, disable, 'notificationDisable')),
    ...(enable === undefined ? [] : notificationsOf(card, enable, 'notificationEnable')),
  ];
  return {
    ...pending(card, drafts, returningTo(card.state.registers, enabledBeforeTest)),
    putProfiles: [...inState('disabled', disable), ...inState('enabled', enable)],
  };
}

const inState = (state: keyof typeof profileStates, profile: StoredProfile | undefined): StoredProfile[] =>
  profile === undefined ? [] : [{ ...profile, state: profileStates[state] }];

interface Done {
  readonly wanted: Switch;
  /** As it was before. */
  readonly enabledBeforeTest: Uint8Array | undefined;
  readonly change: CardChange;
}

/** The way back, unless something else has been enabled since. What the switch would have told of is not told. */
async function undo(card: Card, { wanted, enabledBeforeTest, change }: Done): Promise<void> {
  const { state } = card;
  const enabled = enabledProfile(state);
  if (!isSame(enabled, wanted.enable)) return;
  const former = wanted.disable && profileWithAid(state, wanted.disable.isdpAid);
  await card.commit({
    registers: returningTo(state.registers, enabledBeforeTest),
    removeNotifications: (change.addNotifications ?? []).map(({ seqNumber }) => seqNumber),
    putProfiles: [...inState('disabled', enabled), ...inState('enabled', former)],
  });
  card.activate();
  card.note('REFRESH', ['the terminal refused it: the Profile enabled before is enabled again']);
}

const isSame = (a: StoredProfile | undefined, b: StoredProfile | undefined): boolean =>
  a === undefined || b === undefined ? a === b : sameBytes(a.isdpAid, b.isdpAid);
