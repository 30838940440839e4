import { capture, encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { EuiccIdentity } from '#shared/pki/identities';
import type { BppCommand, InstallError } from '#shared/rsp/notifications';
import {
  bppCommandIds,
  installErrors,
  ProfileInstallationResult,
  ProfileInstallationResultData,
} from '#shared/rsp/notifications';

import type { Card } from '../card.ts';
import type { Draft } from './pending.ts';

/** How a load ended. */
export type Outcome =
  | { readonly isdpAid: Bytes; readonly simaResponse: Bytes }
  | {
      readonly command: BppCommand;
      readonly reason: InstallError;
      readonly simaResponse?: Bytes | undefined;
    };

/** Which load ended. */
export interface LoadContext {
  readonly transactionId: Bytes;
  readonly identity: EuiccIdentity;
  /** Of CERT.DPpb, dotted. */
  readonly smdpOid: string;
  readonly serverAddress: string;
  /** Once StoreMetadata has been read. */
  readonly iccid: Bytes | undefined;
}

/** The signed result of a load (SGP.22 §5.7.6, `BF37`), for one address. */
export function installationResult(
  card: Card,
  context: LoadContext,
  outcome: Outcome,
  notificationAddress = context.serverAddress,
): Draft {
  return {
    event: 'notificationInstall',
    make: (seqNumber) => signed(card, context, outcome, { seqNumber, notificationAddress }),
  };
}

function signed(
  card: Card,
  { transactionId, identity, smdpOid, iccid }: LoadContext,
  outcome: Outcome,
  address: { readonly seqNumber: number; readonly notificationAddress: string },
): Bytes {
  const data = encode(ProfileInstallationResultData, {
    transactionId,
    notificationMetadata: {
      ...address,
      profileManagementOperation: ['notificationInstall'],
      ...(iccid === undefined ? {} : { iccid }),
    },
    smdpOid,
    finalResult: finalResult(outcome),
  });
  return encode(ProfileInstallationResult, {
    profileInstallationResultData: capture(ProfileInstallationResultData, data),
    euiccSignPIR: card.sign(identity, data),
  });
}

function finalResult(outcome: Outcome): ProfileInstallationResultData['finalResult'] {
  if ('isdpAid' in outcome) {
    return { successResult: { aid: outcome.isdpAid, simaResponse: outcome.simaResponse } };
  }
  const { command, reason, simaResponse } = outcome;
  return {
    errorResult: {
      bppCommandId: bppCommandIds[command],
      errorReason: installErrors[reason],
      ...(simaResponse === undefined ? {} : { simaResponse }),
    },
  };
}
