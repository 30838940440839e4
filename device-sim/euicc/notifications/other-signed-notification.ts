import { capture, encode } from '#shared/asn1/index';
import { NotificationMetadata, OtherSignedNotification } from '#shared/rsp/notifications';

import type { Card } from '../card.ts';
import { metadataOf } from '../profiles/metadata.ts';
import type { StoredProfile } from '../store/card-state.ts';
import type { Draft, EventName } from './pending.ts';

/** One notification for each address that the Profile's metadata name for the event (SGP.22 §2.4a.1.2, §4.1a.2). */
export function notificationsOf(card: Card, profile: StoredProfile, event: EventName): readonly Draft[] {
  return (metadataOf(profile).notificationConfigurationInfo ?? [])
    .filter(({ profileManagementOperation }) => profileManagementOperation.includes(event))
    .map(({ notificationAddress }) => ({
      event,
      make: (seqNumber) => signed(card, profile, { seqNumber, event, notificationAddress }),
    }));
}

interface Contents {
  readonly seqNumber: number;
  readonly event: EventName;
  readonly notificationAddress: string;
}

/** Signed under the CI of the Profile's download session, which its SM-DP+ is known to accept. */
function signed(card: Card, profile: StoredProfile, { seqNumber, event, notificationAddress }: Contents) {
  const identity = card.identityUnder(profile.ciKeyId) ?? card.identities[0];
  if (identity === undefined) throw new Error('a card without a certificate');
  const tbs = encode(NotificationMetadata, {
    seqNumber,
    profileManagementOperation: [event],
    notificationAddress,
    iccid: profile.iccid,
  });
  return encode(OtherSignedNotification, {
    tbsOtherNotification: capture(NotificationMetadata, tbs),
    euiccNotificationSignature: card.sign(identity, tbs),
    euiccCertificate: identity.euicc.der,
    eumCertificate: identity.eum.der,
  });
}
