import type { Bytes } from '#shared/bytes/bytes';

import type { AttachComplete, AttachRequest } from './attach-messages.ts';
import { attachComplete, attachRequest } from './attach-messages.ts';
import type { AuthenticationFailure, AuthenticationResponse } from './authentication-messages.ts';
import { authenticationFailure, authenticationResponse } from './authentication-messages.ts';
import type { DetachRequest } from './detach-messages.ts';
import { detachAccept, detachRequest } from './detach-messages.ts';
import type { IdentityResponse } from './identity-messages.ts';
import { identityResponse } from './identity-messages.ts';
import type { MessageOf, MessageTable, Reading } from './message-codec.ts';
import { readMessage, writeMessage } from './message-codec.ts';
import type { EmmStatus } from './status-message.ts';
import { emmStatus } from './status-message.ts';

interface Contents {
  readonly attachRequest: AttachRequest;
  readonly attachComplete: AttachComplete;
  readonly authenticationResponse: AuthenticationResponse;
  readonly authenticationFailure: AuthenticationFailure;
  readonly identityResponse: IdentityResponse;
  readonly detachRequest: DetachRequest;
  readonly detachAccept: object;
  readonly emmStatus: EmmStatus;
}

const table: MessageTable<Contents> = {
  attachRequest,
  attachComplete,
  authenticationResponse,
  authenticationFailure,
  identityResponse,
  detachRequest,
  detachAccept,
  emmStatus,
};

/** What a UE says. */
export type UplinkMessage = MessageOf<Contents>;

/** The octets of a message of the UE. */
export const writeUplink = (message: UplinkMessage): Bytes => writeMessage(table, message);

/** Reads what a UE says; never throws. */
export const readUplink = (octets: Bytes): Reading<UplinkMessage> => readMessage(table, octets);
