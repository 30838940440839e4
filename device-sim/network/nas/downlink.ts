import type { Bytes } from '#shared/bytes/bytes';

import type { AttachAccept, AttachReject } from './attach-messages.ts';
import { attachAccept, attachReject } from './attach-messages.ts';
import type { AuthenticationRequest } from './authentication-messages.ts';
import { authenticationReject, authenticationRequest } from './authentication-messages.ts';
import type { NetworkDetachRequest } from './detach-messages.ts';
import { detachAccept, networkDetachRequest } from './detach-messages.ts';
import type { IdentityRequest } from './identity-messages.ts';
import { identityRequest } from './identity-messages.ts';
import type { MessageOf, MessageTable, Reading } from './message-codec.ts';
import { readMessage, writeMessage } from './message-codec.ts';
import type { EmmStatus } from './status-message.ts';
import { emmStatus } from './status-message.ts';

interface Contents {
  readonly attachAccept: AttachAccept;
  readonly attachReject: AttachReject;
  readonly authenticationRequest: AuthenticationRequest;
  readonly authenticationReject: object;
  readonly identityRequest: IdentityRequest;
  readonly networkDetachRequest: NetworkDetachRequest;
  readonly detachAccept: object;
  readonly emmStatus: EmmStatus;
}

const table: MessageTable<Contents> = {
  attachAccept,
  attachReject,
  authenticationRequest,
  authenticationReject,
  identityRequest,
  networkDetachRequest,
  detachAccept,
  emmStatus,
};

/** What a network says. */
export type DownlinkMessage = MessageOf<Contents>;

/** The octets of a message of the network. */
export const writeDownlink = (message: DownlinkMessage): Bytes => writeMessage(table, message);

/** Reads what a network says; never throws. */
export const readDownlink = (octets: Bytes): Reading<DownlinkMessage> => readMessage(table, octets);
