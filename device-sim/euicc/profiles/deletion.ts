import { sameBytes } from '#shared/bytes/bytes';

import type { Card } from '../card.ts';
import { notificationsOf } from '../notifications/other-signed-notification.ts';
import { pending } from '../notifications/pending.ts';
import type { Registers, StoredProfile } from '../store/card-state.ts';
import type { CardChange } from '../store/card-store.ts';
import { returningTo } from '../store/registers.ts';

/** The commit that deletes Profiles and tells of it; what the card remembers of them goes too. */
export function deletionOf(
  card: Card,
  profiles: readonly StoredProfile[],
  registers: Registers = card.state.registers,
): CardChange {
  const { enabledBeforeTest } = registers;
  const former = profiles.some(
    ({ isdpAid }) => enabledBeforeTest !== undefined && sameBytes(isdpAid, enabledBeforeTest),
  );
  const drafts = profiles.flatMap((profile) => notificationsOf(card, profile, 'notificationDelete'));
  return {
    ...pending(card, drafts, former ? returningTo(registers, undefined) : registers),
    removeProfiles: profiles.map(({ isdpAid }) => isdpAid),
  };
}
