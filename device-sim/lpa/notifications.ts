import { HttpFailure } from '#shared/http/failure';
import { HandleNotification } from '#shared/rsp/es9plus';
import type { NotificationMetadata, PendingNotification } from '#shared/rsp/notifications';

import * as es10b from './es10/es10b.ts';
import type { IsdR } from './es10/isd-r.ts';
import type { LpaParts } from './lpa-parts.ts';
import { smdpAt } from './lpa-parts.ts';
import { sameServer } from './server-addresses.ts';

/** What came of a round of deliveries. */
export interface Delivery {
  /** In the order in which they were delivered; the recipients have acknowledged each, and the card has dropped it. */
  readonly delivered: readonly PendingNotification[];
  /** Still on the card, with the reason in one line. */
  readonly kept: readonly { readonly notification: NotificationMetadata; readonly reason: string }[];
}

/**
 * Hands pending notifications to their recipients in the order of their numbers; one that cannot be delivered stays
 * on the card, and with it those after it to the same recipient (SGP.22 §3.5). The card's CIs must be known.
 * @param wanted the recipients to serve; all if left out
 */
export async function deliverNotifications(
  parts: LpaParts,
  isdR: IsdR,
  wanted: (address: string) => boolean = () => true,
): Promise<Delivery> {
  const delivered: PendingNotification[] = [];
  const kept: { notification: NotificationMetadata; reason: string }[] = [];
  const pending = [...(await es10b.listNotification(isdR))].sort((a, b) => a.seqNumber - b.seqNumber);
  for (const notification of pending) {
    const { seqNumber, notificationAddress: address } = notification;
    if (!wanted(address)) continue;
    const earlier = kept.find((each) => sameServer(each.notification.notificationAddress, address));
    const found = earlier === undefined ? await es10b.retrieveNotification(isdR, seqNumber) : undefined;
    if (earlier === undefined && found === undefined) continue;
    const reason = earlier?.reason ?? (found && (await whyNotDelivered(parts, address, found)));
    if (reason === undefined && found !== undefined) {
      await es10b.removeNotificationFromList(isdR, seqNumber);
      delivered.push(found.value);
      tell(parts, notification, { outcome: 'delivered' });
    } else if (reason !== undefined) {
      kept.push({ notification, reason });
      tell(parts, notification, { outcome: 'kept', reason });
    }
  }
  return { delivered, kept };
}

type Found = NonNullable<Awaited<ReturnType<typeof es10b.retrieveNotification>>>;

async function whyNotDelivered(
  parts: LpaParts,
  address: string,
  pendingNotification: Found,
): Promise<string | undefined> {
  const refusal = parts.addresses.refusalOf(address);
  if (refusal !== undefined) return refusal;
  try {
    await smdpAt(parts, address).tell(HandleNotification, { pendingNotification });
    return undefined;
  } catch (error) {
    if (error instanceof HttpFailure) return error.message;
    throw error;
  }
}

function tell(
  { trace, name }: LpaParts,
  { seqNumber, notificationAddress }: NotificationMetadata,
  outcome: { readonly outcome: 'delivered' | 'kept'; readonly reason?: string },
): void {
  trace.emit('lpa.notification', { device: name, seqNumber, address: notificationAddress, ...outcome });
}
