import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';

import { lengthValue, readOptional, tagLengthValue } from './information-elements.ts';
import type { MessageCodec } from './message-codec.ts';
import { MalformedNas } from './octet-reader.ts';

const elements = { auts: 0x30 } as const;

export interface AuthenticationRequest {
  /** 16 octets. */
  readonly rand: Bytes;
  /** 16 octets. */
  readonly autn: Bytes;
}

export const authenticationRequest: MessageCodec<'authenticationRequest', AuthenticationRequest> = {
  message: 'authenticationRequest',
  type: 0x52,
  title: 'AUTHENTICATION REQUEST',
  write: ({ rand, autn }) => concat(Uint8Array.of(0x00), rand, lengthValue(autn)),
  read(reader) {
    reader.octet();
    const rand = reader.take(16);
    const autn = reader.lengthValue(16, 16);
    readOptional(reader, []);
    return { rand, autn };
  },
};

export interface AuthenticationResponse {
  /** 4 to 16 octets. */
  readonly res: Bytes;
}

export const authenticationResponse: MessageCodec<'authenticationResponse', AuthenticationResponse> = {
  message: 'authenticationResponse',
  type: 0x53,
  title: 'AUTHENTICATION RESPONSE',
  write: ({ res }) => lengthValue(res),
  read(reader) {
    const res = reader.lengthValue(4, 16);
    readOptional(reader, []);
    return { res };
  },
};

export const authenticationReject: MessageCodec<'authenticationReject', object> = {
  message: 'authenticationReject',
  type: 0x54,
  title: 'AUTHENTICATION REJECT',
  write: () => new Uint8Array(),
  read(reader) {
    readOptional(reader, []);
    return {};
  },
};

export interface AuthenticationFailure {
  /** 20 MAC failure, 21 synch failure, 26 non-EPS authentication unacceptable. */
  readonly cause: number;
  /** 14 octets; with cause 21. */
  readonly auts?: Bytes;
}

export const authenticationFailure: MessageCodec<'authenticationFailure', AuthenticationFailure> = {
  message: 'authenticationFailure',
  type: 0x5c,
  title: 'AUTHENTICATION FAILURE',
  write: ({ cause, auts }) =>
    concat(Uint8Array.of(cause), auts === undefined ? new Uint8Array() : tagLengthValue(elements.auts, auts)),
  read(reader) {
    const cause = reader.octet();
    const auts = readOptional(reader, []).get(elements.auts);
    if (auts !== undefined && auts.length !== 14) throw new MalformedNas(`AUTS of ${auts.length} octets`);
    return { cause, ...(auts === undefined ? {} : { auts }) };
  },
};
