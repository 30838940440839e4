import { HttpFailure } from '#shared/http/failure';
import { HandleNotification } from '#shared/rsp/es9plus';
import type { NotificationMetadata, PendingNotification } from '#shared/rsp/notifications';

import { diagnose } from './diagnosis.ts';
import { BadCardAnswer, CardError, ChannelLost, EuiccError } from './es10/card-errors.ts';
import * as es10b from './es10/es10b.ts';
import type { IsdR } from './es10/isd-r.ts';
import type { LpaParts } from './lpa-parts.ts';
import { smdpAt } from './lpa-parts.ts';
import { sameServer } from './server-addresses.ts';

/** One that is still on the card, with the reason in one line. */
export interface Kept {
  readonly notification: NotificationMetadata;
  readonly reason: string;
}

/** What came of a round of deliveries. */
export interface Delivery {
  /** In the order in which they were delivered; the recipients have acknowledged each, and the card has dropped it. */
  readonly delivered: readonly PendingNotification[];
  readonly kept: readonly Kept[];
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
  const kept: Kept[] = [];
  const pending = [...(await es10b.listNotification(isdR))].sort((a, b) => a.seqNumber - b.seqNumber);
  for (const notification of pending) {
    const { seqNumber, notificationAddress: address } = notification;
    if (!wanted(address)) continue;
    const earlier = kept.find((each) => sameServer(each.notification.notificationAddress, address));
    const outcome = earlier ?? (await deliver(parts, isdR, notification));
    if (outcome === 'gone') continue;
    if ('reason' in outcome) {
      const { reason } = outcome;
      kept.push({ notification, reason });
      parts.trace.emit('lpa.notification', {
        device: parts.name,
        seqNumber,
        address,
        outcome: 'kept',
        reason,
      });
    } else {
      delivered.push(outcome.delivered);
      parts.trace.emit('lpa.notification', { device: parts.name, seqNumber, address, outcome: 'delivered' });
    }
  }
  return { delivered, kept };
}

/** The same after a failure, which counts for more than trouble with telling of it. */
export async function deliverAfterFailure(...round: Parameters<typeof deliverNotifications>): Promise<void> {
  try {
    await deliverNotifications(...round);
  } catch (error) {
    if (diagnose(error) === undefined) throw error;
  }
}

type Outcome = 'gone' | { readonly delivered: PendingNotification } | { readonly reason: string };

/**
 * Retrieves one, hands it over, and drops it from the card once any 2xx came back (SGP.22 §5.6.4, §5.7.11). One that the
 * card does not give out, or does not let go, stays too: others do not suffer from it.
 */
async function deliver(
  parts: LpaParts,
  isdR: IsdR,
  { seqNumber, notificationAddress }: NotificationMetadata,
): Promise<Outcome> {
  try {
    const pendingNotification = await es10b.retrieveNotification(isdR, seqNumber);
    if (pendingNotification === undefined) return 'gone';
    const refusal = parts.addresses.refusalOf(notificationAddress);
    if (refusal !== undefined) return { reason: refusal };
    await smdpAt(parts, notificationAddress).tell(HandleNotification, { pendingNotification });
    await es10b.removeNotificationFromList(isdR, seqNumber);
    return { delivered: pendingNotification.value };
  } catch (error) {
    if (error instanceof HttpFailure || isOfOneCommand(error)) return { reason: error.message };
    throw error;
  }
}

/** Whether the card failed in one command; without a card or a channel no other will do better. */
function isOfOneCommand(error: unknown): error is Error {
  if (error instanceof ChannelLost) return false;
  return error instanceof CardError || error instanceof BadCardAnswer || error instanceof EuiccError;
}
