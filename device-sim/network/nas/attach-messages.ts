import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromHex } from '#shared/bytes/bytes';
import type { Span } from '#shared/runtime/span';

import { readGprsTimer, writeGprsTimer } from './gprs-timer.ts';
import { lengthValue, longLengthValue, readOptional, tagLengthValue } from './information-elements.ts';
import type { MessageCodec } from './message-codec.ts';
import type { Guti, MobileIdentity } from './mobile-identity.ts';
import { readMobileIdentity, writeMobileIdentity } from './mobile-identity.ts';
import { MalformedNas } from './octet-reader.ts';
import type { DefaultBearer, PdnConnectivityRequest } from './session-management.ts';
import {
  readDefaultBearer,
  readDefaultBearerAccept,
  readPdnConnectivityRequest,
  writeDefaultBearer,
  writeDefaultBearerAccept,
  writePdnConnectivityRequest,
} from './session-management.ts';
import type { TrackingArea } from './tracking-area.ts';
import { readTrackingAreas, writeTrackingAreas } from './tracking-area.ts';

/** EPS attach, no key set. */
const epsAttachWithoutKeys = 0x71;
/** UE network capability: EEA0, 128-EEA1, 128-EEA2; 128-EIA1, 128-EIA2 (§9.9.3.34). */
const networkCapability = fromHex('E060');
const epsOnly = 0x01;
const elements = { guti: 0x50, t3346: 0x5f } as const;

export interface AttachRequest {
  readonly identity: MobileIdentity;
  readonly connectivity: PdnConnectivityRequest;
}

export const attachRequest: MessageCodec<'attachRequest', AttachRequest> = {
  message: 'attachRequest',
  type: 0x41,
  title: 'ATTACH REQUEST',
  write: ({ identity, connectivity }) =>
    concat(
      Uint8Array.of(epsAttachWithoutKeys),
      lengthValue(writeMobileIdentity(identity)),
      lengthValue(networkCapability),
      longLengthValue(writePdnConnectivityRequest(connectivity)),
    ),
  read(reader) {
    reader.octet();
    const identity = readMobileIdentity(reader.lengthValue(4, 11));
    reader.lengthValue(2, 13);
    const connectivity = readPdnConnectivityRequest(reader.longLengthValue(3));
    readOptional(reader, [], { 0x13: 5, 0x19: 3, 0x52: 5, 0x5c: 2 });
    return { identity, connectivity };
  },
};

export interface AttachAccept {
  /** How long the UE waits between its periodic updates. */
  readonly t3412: Span | undefined;
  readonly trackingAreas: readonly TrackingArea[];
  readonly bearer: DefaultBearer;
  readonly guti?: Guti;
}

export const attachAccept: MessageCodec<'attachAccept', AttachAccept> = {
  message: 'attachAccept',
  type: 0x42,
  title: 'ATTACH ACCEPT',
  write: ({ t3412, trackingAreas, bearer, guti }) =>
    concat(
      Uint8Array.of(epsOnly, writeGprsTimer(t3412)),
      lengthValue(writeTrackingAreas(trackingAreas)),
      longLengthValue(writeDefaultBearer(bearer)),
      guti === undefined ? new Uint8Array() : tagLengthValue(elements.guti, writeMobileIdentity({ guti })),
    ),
  read(reader) {
    reader.octet();
    const t3412 = readGprsTimer(reader.octet());
    const trackingAreas = readTrackingAreas(reader.lengthValue(6, 96));
    const bearer = readDefaultBearer(reader.longLengthValue(3));
    const optional = readOptional(reader, [], { 0x13: 5, 0x53: 1, 0x17: 1, 0x59: 1 });
    const guti = gutiIn(optional.get(elements.guti));
    return { t3412, trackingAreas, bearer, ...(guti === undefined ? {} : { guti }) };
  },
};

function gutiIn(octets: Bytes | undefined): Guti | undefined {
  if (octets === undefined) return undefined;
  const identity = readMobileIdentity(octets);
  if (!('guti' in identity)) throw new MalformedNas('an identity other than a GUTI');
  return identity.guti;
}

export interface AttachComplete {
  /** The default bearer that is accepted. */
  readonly bearer: number;
}

export const attachComplete: MessageCodec<'attachComplete', AttachComplete> = {
  message: 'attachComplete',
  type: 0x43,
  title: 'ATTACH COMPLETE',
  write: ({ bearer }) => longLengthValue(writeDefaultBearerAccept(bearer)),
  read(reader) {
    const bearer = readDefaultBearerAccept(reader.longLengthValue(3));
    readOptional(reader, []);
    return { bearer };
  },
};

export interface AttachReject {
  /** An EMM cause, possibly one that is not known here. */
  readonly cause: number;
  /** How long to keep away (cause 22). */
  readonly t3346?: Span;
}

export const attachReject: MessageCodec<'attachReject', AttachReject> = {
  message: 'attachReject',
  type: 0x44,
  title: 'ATTACH REJECT',
  write: ({ cause, t3346 }) =>
    concat(
      Uint8Array.of(cause),
      t3346 === undefined
        ? new Uint8Array()
        : tagLengthValue(elements.t3346, Uint8Array.of(writeGprsTimer(t3346))),
    ),
  read(reader) {
    const cause = reader.octet();
    const timer = readOptional(reader, []).get(elements.t3346)?.[0];
    const t3346 = timer === undefined ? undefined : readGprsTimer(timer);
    return { cause, ...(t3346 === undefined ? {} : { t3346 }) };
  },
};
