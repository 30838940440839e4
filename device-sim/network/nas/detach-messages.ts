import { concat } from '#shared/bytes/bytes';

import { lengthValue, readOptional } from './information-elements.ts';
import type { MessageCodec } from './message-codec.ts';
import type { MobileIdentity } from './mobile-identity.ts';
import { readMobileIdentity, writeMobileIdentity } from './mobile-identity.ts';

/** EPS detach; bit 4 says that the UE is switched off. */
const epsDetach = 0x71;
const switchOffBit = 0x08;
const causeElement = 0x53;

/** DETACH REQUEST of the UE (TS 24.301 §8.2.11.1). */
export interface DetachRequest {
  /** Whether the UE goes away at once, without an answer. */
  readonly switchOff: boolean;
  readonly identity: MobileIdentity;
}

export const detachRequest: MessageCodec<'detachRequest', DetachRequest> = {
  message: 'detachRequest',
  type: 0x45,
  title: 'DETACH REQUEST',
  write: ({ switchOff, identity }) =>
    concat(
      Uint8Array.of(epsDetach | (switchOff ? switchOffBit : 0)),
      lengthValue(writeMobileIdentity(identity)),
    ),
  read(reader) {
    const type = reader.octet();
    const identity = readMobileIdentity(reader.lengthValue(4, 11));
    readOptional(reader, []);
    return { switchOff: (type & switchOffBit) !== 0, identity };
  },
};

/** DETACH REQUEST of the network (§8.2.11.2). */
export interface NetworkDetachRequest {
  readonly reattach: boolean;
  readonly cause?: number;
}

const reattachRequired = 1;
const reattachNotRequired = 2;

export const networkDetachRequest: MessageCodec<'networkDetachRequest', NetworkDetachRequest> = {
  message: 'networkDetachRequest',
  type: 0x45,
  title: 'DETACH REQUEST',
  write({ reattach, cause }) {
    const type = Uint8Array.of(reattach ? reattachRequired : reattachNotRequired);
    if (cause === undefined) return type;
    return concat(type, Uint8Array.of(causeElement, cause));
  },
  read(reader) {
    const type = reader.octet() & 0x07;
    const cause = readOptional(reader, [], { [causeElement]: 1 }).get(causeElement)?.[0];
    return { reattach: type === reattachRequired, ...(cause === undefined ? {} : { cause }) };
  },
};

export const detachAccept: MessageCodec<'detachAccept', object> = {
  message: 'detachAccept',
  type: 0x46,
  title: 'DETACH ACCEPT',
  write: () => new Uint8Array(),
  read(reader) {
    readOptional(reader, []);
    return {};
  },
};
