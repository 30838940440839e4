import type { Card } from '../card.ts';
import { installationResult } from '../notifications/profile-installation-result.ts';
import { pending } from '../notifications/pending.ts';
import type { BppCommand } from '#shared/rsp/notifications';
import { bppCommandIds } from '#shared/rsp/notifications';
import { withoutLoading } from '../store/registers.ts';

/**
 * Ends the RSP session. A load for which an ISD-P had been made is told of as installFailedDueToInterruption, and its
 * one-time key is kept for the retry (SGP.22 §3.1.3.2, §5.7.6). After a loss of power too: the card calls this first.
 */
export async function interrupt(card: Card): Promise<void> {
  const { registers } = card.state;
  const { loading } = registers;
  if (loading !== undefined) {
    const identity = card.identityUnder(loading.ciKeyId);
    if (identity === undefined) throw new Error('a load under a CI of which the card has no certificate');
    const { transactionId, smdpOid } = loading.key;
    const { serverAddress, iccid } = loading;
    const draft = installationResult(
      card,
      { transactionId, identity, smdpOid, serverAddress, iccid },
      { command: commandOf(loading.bppCommandId), reason: 'installFailedDueToInterruption' },
    );
    await card.commit({ ...pending(card, [draft], withoutLoading(registers)), putKeys: [loading.key] });
  }
  card.become({ state: 'none' });
}

function commandOf(id: number): BppCommand {
  const found = Object.entries(bppCommandIds).find(([, known]) => known === id);
  return (found?.[0] ?? 'loadProfileElements') as BppCommand;
}
