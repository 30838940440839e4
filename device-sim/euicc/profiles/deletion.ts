import { sameBytes } from '#shared/bytes/bytes';

import type { Card } from '../card.ts';
import { notificationsOf } from '../notifications/other-signed-notification.ts';
import { pending } from '../notifications/pending.ts';
import type { Registers, StoredProfile } from '../store/card-state.ts';
import type { CardChange } from '../store/card-store.ts';
import { returningTo } from '../store/registers.ts';
import { isEnabled } from './metadata.ts';

/**
 * The commit that deletes Profiles and tells of it; what the card remembers of them goes too. Without the enabled one
 * there is no test to return from.
 */
export function deletionOf(
  card: Card,
  profiles: readonly StoredProfile[],
  registers: Registers = card.state.registers,
): CardChange {
  const { enabledBeforeTest } = registers;
  const forgets = profiles.some(
    (profile) =>
      isEnabled(profile) ||
      (enabledBeforeTest !== undefined && sameBytes(profile.isdpAid, enabledBeforeTest)),
  );
  const drafts = profiles.flatMap((profile) => notificationsOf(card, profile, 'notificationDelete'));
  return {
    ...pending(card, drafts, forgets ? returningTo(registers, undefined) : registers),
    removeProfiles: profiles.map(({ isdpAid }) => isdpAid),
  };
}
