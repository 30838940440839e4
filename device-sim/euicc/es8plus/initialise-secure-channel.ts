import { childrenOf, readTlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes } from '#shared/bytes/bytes';
import { deriveSessionKeys } from '#shared/crypto/bsp';
import { verify } from '#shared/crypto/ecdsa';
import { agree } from '#shared/crypto/key-agreement';
import { eidToBytes } from '#shared/identifiers/eid';
import type { InitialiseSecureChannelRequest } from '#shared/rsp/bound-profile-package';
import {
  InitialiseSecureChannelRequest as Schema,
  installBoundProfilePackage,
} from '#shared/rsp/bound-profile-package';
import type { InstallError } from '#shared/rsp/notifications';
import { signedBySmdpSign } from '#shared/rsp/signed-octets';

import type { Card } from '../card.ts';
import type { Loading } from '../session/session.ts';
import { InstallFailed } from './install-failed.ts';
import { readCommand } from './read-command.ts';

interface Evidence {
  readonly session: Loading;
  readonly request: InitialiseSecureChannelRequest;
  readonly der: Bytes;
}
type Check = (evidence: Evidence) => void;

const command = 'initialiseSecureChannel';
const refuse = (reason: InstallError, detail: string, options?: ErrorOptions): never => {
  throw new InstallFailed(command, reason, detail, options);
};

const signatureIsTheServers: Check = ({ session, request, der }) => {
  const members = childrenOf(readTlv(der)).map(wholeOf);
  const signed = signedBySmdpSign(members.slice(0, 4), session.oneTimeKey.publicKey.point);
  if (!verify(session.dpPb.publicKey, signed, request.smdpSign)) refuse('invalidSignature', 'smdpSign');
};

const operationIsInstall: Check = ({ request }) => {
  if (request.remoteOpId !== installBoundProfilePackage) {
    refuse('unsupportedRemoteOperationType', `remoteOpId ${request.remoteOpId}`);
  }
};

const transactionIsThisOne: Check = ({ session, request }) => {
  if (!sameBytes(request.transactionId, session.transactionId))
    refuse('invalidTransactionId', 'transactionId');
};

const keysAreAes128: Check = ({ request }) => {
  const { keyType, keyLen } = request.controlRefTemplate;
  if (keyType[0] !== 0x88 || keyLen[0] !== 0x10) {
    refuse('unsupportedCrtValues', `keyType ${keyType[0] ?? 0}, keyLen ${keyLen[0] ?? 0}`);
  }
};

const checks: readonly Check[] = [
  signatureIsTheServers,
  operationIsInstall,
  transactionIsThisOne,
  keysAreAes128,
];

/** ES8+.InitialiseSecureChannel (SGP.22 §5.5.1, `BF23`): the session keys hold from here. @throws InstallFailed */
export function initialiseSecureChannel(card: Card, session: Loading, der: Bytes): void {
  const request = readCommand(command, Schema, der);
  for (const check of checks) check({ session, request, der });
  const z = agreed(session, request.smdpOtpk);
  const { hostId } = request.controlRefTemplate;
  session.load.useKeys(deriveSessionKeys({ z, hostId, eid: eidToBytes(card.eid) }));
}

function agreed({ oneTimeKey }: Loading, smdpOtpk: Bytes): Bytes {
  try {
    return agree(oneTimeKey, smdpOtpk);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    return refuse('incorrectInputValues', cause.message, { cause });
  }
}
