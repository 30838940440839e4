import { lengthValue, readOptional } from './information-elements.ts';
import type { MessageCodec } from './message-codec.ts';
import type { MobileIdentity } from './mobile-identity.ts';
import { readMobileIdentity, writeMobileIdentity } from './mobile-identity.ts';

/** Identity type 2 of TS 24.008 §10.5.5.9. */
const wanted = { imsi: 1, imei: 2 } as const;

export interface IdentityRequest {
  readonly wanted: 'imsi' | 'imei';
}

export const identityRequest: MessageCodec<'identityRequest', IdentityRequest> = {
  message: 'identityRequest',
  type: 0x55,
  title: 'IDENTITY REQUEST',
  write: (request) => Uint8Array.of(wanted[request.wanted]),
  read(reader) {
    const type = reader.octet() & 0x07;
    readOptional(reader, []);
    // What is reserved counts as the IMSI.
    return { wanted: type === wanted.imei ? 'imei' : 'imsi' };
  },
};

export interface IdentityResponse {
  readonly identity: MobileIdentity;
}

export const identityResponse: MessageCodec<'identityResponse', IdentityResponse> = {
  message: 'identityResponse',
  type: 0x56,
  title: 'IDENTITY RESPONSE',
  write: ({ identity }) => lengthValue(writeMobileIdentity(identity)),
  read(reader) {
    const identity = readMobileIdentity(reader.lengthValue(1, 16));
    readOptional(reader, []);
    return { identity };
  },
};
