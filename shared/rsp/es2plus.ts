import type { Eid } from '#shared/identifiers/eid';
import { parseEid } from '#shared/identifiers/eid';
import type { Iccid } from '#shared/identifiers/iccid';
import { parseIccid } from '#shared/identifiers/iccid';
import { parseMatchingId } from '#shared/identifiers/matching-id';
import type { Member, MembersOf } from '#shared/http/contract';
import {
  base64,
  contract,
  expectText,
  flag,
  integer,
  objectOf,
  oneOf,
  optionalMember,
  readMembers,
  text,
} from '#shared/http/contract';

const eid: Member<Eid> = {
  kind: 'EID of 32 digits',
  read: (value) => parseEid(atMost(expectText(value))),
  write: (value) => value,
};

/** 18 to 20 digits; the filler F, with which some write 19 of them, is taken off. */
const iccid: Member<Iccid> = {
  kind: 'ICCID of 18 to 20 digits',
  read: (value) => parseIccid(atMost(expectText(value))),
  write: (value) => value,
};

/** Empty where the order is found by EID alone, the "default SM-DP+" order (SGP.22 §5.3.2). */
const matchingId: Member<string> = {
  kind: 'MatchingID, or empty text',
  read: (value) => {
    const given = expectText(value);
    return given === '' ? given : parseMatchingId(atMost(given));
  },
  write: (value) => value,
};

/** A date and time of ISO 8601 with its zone: `2026-11-23T04:00:00Z`. */
const timestamp: Member<string> = {
  kind: 'date and time with a zone',
  read: (value) => {
    const given = atMost(expectText(value));
    const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/;
    if (!shape.test(given)) throw new TypeError(`not a date and time with a zone: "${given}"`);
    return given;
  },
  write: (value) => value,
};

/** The header of every request of ES2+ (SGP.22 §6.5.1.3): who asks, and what the asker calls this call. */
const requestHeader = { functionRequesterIdentifier: text, functionCallIdentifier: text };

/** Who asks, as an OID's text, and what the asker calls this call (SGP.22 §6.5.1.3). */
export type Es2plusHeader = MembersOf<typeof requestHeader>;

/** The members in front of a request's own: the `envelope` of a call. */
export function es2plusEnvelope(header: Es2plusHeader): { readonly header: Es2plusHeader } {
  return { header };
}

/** The header of a request's JSON. @throws MalformedMember when it, or a member of it, is missing or no text. */
export function readEs2plusHeader(json: Readonly<Record<string, unknown>>): Es2plusHeader {
  const { header } = readMembers({ header: objectOf(requestHeader) }, { header: json['header'] });
  return header;
}

/** SGP.22 §5.3.1 and §6.5.2.1. One of `iccid` and `profileType` is there, or both. */
export const DownloadOrder = contract({
  name: 'downloadOrder',
  path: '/gsma/rsp2/es2plus/downloadOrder',
  spec: 'SGP.22 §5.3.1, §6.5.2.1',
  request: {
    eid: optionalMember(eid),
    iccid: optionalMember(iccid),
    profileType: optionalMember(text),
  },
  response: { iccid },
});

/** SGP.22 §5.3.2 and §6.5.2.2. */
export const ConfirmOrder = contract({
  name: 'confirmOrder',
  path: '/gsma/rsp2/es2plus/confirmOrder',
  spec: 'SGP.22 §5.3.2, §6.5.2.2',
  request: {
    iccid,
    eid: optionalMember(eid),
    matchingId: optionalMember(matchingId),
    confirmationCode: optionalMember(text),
    smdsAddress: optionalMember(text),
    releaseFlag: flag,
  },
  response: { eid: optionalMember(eid), matchingId, smdpAddress: optionalMember(text) },
});

/** SGP.22 §5.3.3 and §6.5.2.3. */
export const CancelOrder = contract({
  name: 'cancelOrder',
  path: '/gsma/rsp2/es2plus/cancelOrder',
  spec: 'SGP.22 §5.3.3, §6.5.2.3',
  request: {
    iccid,
    eid: optionalMember(eid),
    matchingId: optionalMember(matchingId),
    finalProfileStatusIndicator: oneOf('Available', 'Unavailable'),
  },
  response: {},
});

/** SGP.22 §5.3.4 and §6.5.2.4. */
export const ReleaseProfile = contract({
  name: 'releaseProfile',
  path: '/gsma/rsp2/es2plus/releaseProfile',
  spec: 'SGP.22 §5.3.4, §6.5.2.4',
  request: { iccid },
  response: {},
});

const notificationPointStatus = objectOf({
  status: oneOf('Executed-Success', 'Executed-WithWarning', 'Failed', 'Expired'),
  statusCodeData: optionalMember(
    objectOf({
      subjectCode: text,
      reasonCode: text,
      subjectIdentifier: optionalMember(text),
      message: optionalMember(text),
    }),
  ),
});

/** SGP.22 §5.3.5 and §6.5.2.5: from the SM-DP+ to the operator, answered 204 without a body. */
export const HandleDownloadProgressInfo = contract({
  name: 'handleDownloadProgressInfo',
  path: '/gsma/rsp2/es2plus/handleDownloadProgressInfo',
  spec: 'SGP.22 §5.3.5, §6.5.2.5',
  request: {
    eid: optionalMember(eid),
    iccid,
    profileType: text,
    timestamp,
    notificationPointId: integer,
    notificationPointStatus,
    /** The ProfileInstallationResult, the whole `BF37`. */
    resultData: optionalMember(base64),
  },
  response: null,
});

/** What an operator is told of a download, by the number it has on the wire (SGP.22 §5.3.5). */
export const notificationPointIds = {
  eligibilityAndRetryLimit: 1,
  confirmationFailure: 2,
  bppDownload: 3,
  bppInstallation: 4,
} as const;

export type NotificationPoint = keyof typeof notificationPointIds;

/** The point of a number; undefined for those that came later or are a vendor's own. */
export function notificationPointOf(id: number): NotificationPoint | undefined {
  const points = Object.keys(notificationPointIds) as NotificationPoint[];
  return points.find((point) => notificationPointIds[point] === id);
}

/** The functions that an operator calls (SGP.22 §5.3.1 to §5.3.4). */
export const es2plusFunctions = [DownloadOrder, ConfirmOrder, CancelOrder, ReleaseProfile] as const;

/** Keeps what a message quotes short. @throws TypeError */
function atMost(given: string): string {
  if (given.length > 255) throw new TypeError(`expected at most 255 characters, got ${given.length}`);
  return given;
}
