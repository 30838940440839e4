import { capture, encode } from '#shared/asn1/index';
import { sameBytes } from '#shared/bytes/bytes';
import type { CancelSessionReason } from '#shared/rsp/cancel-session';
import {
  cancelSessionReasonOf,
  CancelSessionRequest,
  CancelSessionResponse,
  EuiccCancelSessionSigned,
} from '#shared/rsp/cancel-session';

import type { Card } from '../card.ts';
import { interrupt } from '../es8plus/interruption.ts';
import { isdrFunction } from '../isdr/isdr-function.ts';
import { retainedKeyOf, smdpOidOf } from '../session/retained-key.ts';
import type { OpenSession, Session } from '../session/session.ts';
import { accepts } from '../session/session.ts';

const invalidTransactionId = 5;

/** After these the download is expected to be tried again. */
const retryExpected: readonly CancelSessionReason[] = ['postponed', 'timeout'];

/** ES10b.CancelSession (SGP.22 §5.7.14). */
export const cancelSession = isdrFunction({
  name: 'CancelSession',
  request: CancelSessionRequest,
  response: CancelSessionResponse,
  async run(card, { transactionId, reason }) {
    const { session } = card;
    if (session.state === 'challenged') card.become({ state: 'none' });
    if (!isOpen(session) || !sameBytes(session.transactionId, transactionId)) {
      return { cancelSessionResponseError: invalidTransactionId };
    }
    const der = encode(EuiccCancelSessionSigned, {
      transactionId,
      smdpOid: smdpOidOf(session.serverCertificate),
      reason,
    });
    await end(card, session, cancelSessionReasonOf(reason));
    return {
      cancelSessionResponseOk: {
        euiccCancelSessionSigned: capture(EuiccCancelSessionSigned, der),
        euiccCancelSessionSignature: card.sign(session.identity, der),
      },
    };
  },
});

const isOpen = (session: Session): session is OpenSession =>
  (accepts.CancelSession as readonly string[]).includes(session.state);

/** The one-time key is kept for the retry (es9plus.md §4.1). */
async function end(card: Card, session: OpenSession, reason: CancelSessionReason): Promise<void> {
  if (session.state !== 'authenticated' && retryExpected.includes(reason)) {
    await card.commit({ putKeys: [retainedKeyOf(session)] });
  }
  await interrupt(card);
}
