import type { Json } from '#shared/asn1/index';
import { contentOf, DecodeError, readTlvs } from '#shared/asn1/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { checkDigitsAreRight, eidFromBytes } from '#shared/identifiers/eid';
import { iccidCheckDigitIsRight, iccidFromBytes } from '#shared/identifiers/iccid';
import { imeiFromBytes, tacFromBytes } from '#shared/identifiers/imei';
import { plmnFromBytes } from '#shared/identifiers/plmn';
import { authenticateErrorCodes } from '#shared/rsp/authenticate-server';
import { cancelSessionReasons } from '#shared/rsp/cancel-session';
import { bppCommandIds, installErrors } from '#shared/rsp/notifications';
import { peStatuses } from '#shared/saip/index';
import { downloadErrorCodes } from '#shared/rsp/prepare-download';
import { profileResults } from '#shared/rsp/profile-management';
import { profileClasses } from '#shared/rsp/store-metadata';

import { CiStore } from '#shared/pki/ci-store';
import { sgp26BrainpoolCi, sgp26NistCi } from '#shared/pki/sgp26';
import { nameOfAid } from './aids.ts';

/** What a value says, and what is odd about it. */
export interface Meaning {
  readonly says: string;
  readonly finding?: string;
}

type Reader = (value: Json) => Meaning | undefined;

const octetsReader =
  (read: (octets: Uint8Array) => Meaning | undefined): Reader =>
  (value) => {
    if (typeof value !== 'string') return undefined;
    try {
      return read(fromHex(value));
    } catch (error) {
      if (error instanceof TypeError || error instanceof DecodeError)
        return { says: '', finding: error instanceof DecodeError ? error.reason : error.message };
      throw error;
    }
  };

const named =
  (codes: Readonly<Record<string, number>>): Reader =>
  (value) => {
    const name = Object.entries(codes).find(([, code]) => code === value)?.[0];
    return name === undefined ? undefined : { says: name };
  };

const version = octetsReader((octets) => ({ says: `version ${octets.join('.')}` }));

/** By the name of the member. */
const readers: Readonly<Record<string, Reader>> = {
  iccid: octetsReader((octets) => {
    const iccid = iccidFromBytes(octets);
    const wrong = iccidCheckDigitIsRight(iccid)
      ? {}
      : { finding: `the check digit of ICCID ${iccid} is wrong` };
    return { says: iccid, ...wrong };
  }),
  eidValue: octetsReader((octets) => {
    const eid = eidFromBytes(octets);
    const wrong = checkDigitsAreRight(eid) ? {} : { finding: `the check digits of EID ${eid} are wrong` };
    return { says: eid, ...wrong };
  }),
  imei: octetsReader((octets) => {
    const { imei, plain } = imeiFromBytes(octets);
    return {
      says: imei,
      ...(plain ? { finding: 'the last octet of the IMEI is swapped (SGP.22 §4.2 has it unswapped)' } : {}),
    };
  }),
  tac: octetsReader((octets) => ({ says: tacFromBytes(octets) })),
  mccMnc: octetsReader((octets) => ({
    says: toHex(octets).includes('E')
      ? 'any network where the digit is E'
      : `network ${plmnFromBytes(octets)}`,
  })),
  euiccCiPKIdToBeUsed: octetsReader(issuer),
  euiccCiPKIdListForVerification: octetsReader(issuer),
  euiccCiPKIdListForSigning: octetsReader(issuer),
  isdpAid: octetsReader(aid),
  aid: octetsReader(aid),
  dfName: octetsReader(aid),
  hostId: octetsReader((octets) =>
    octets.every((octet) => octet >= 0x20 && octet < 0x7f)
      ? { says: `"${String.fromCharCode(...octets)}"` }
      : undefined,
  ),
  extCardResource: octetsReader(cardResource),
  keyType: (value) => (value === '88' ? { says: 'AES' } : undefined),
  remoteOpId: (value) => (value === 1 ? { says: 'installBoundProfilePackage' } : undefined),
  svn: version,
  profileVersion: version,
  euiccFirmwareVer: version,
  ppVersion: version,
  profileState: named({ disabled: 0, enabled: 1 }),
  profileClass: named(profileClasses),
  iconType: named({ JPEG: 0, PNG: 1 }),
  reason: named(cancelSessionReasons),
  cancelSessionResponseError: named({ invalidTransactionId: 5, undefinedError: 127 }),
  authenticateErrorCode: named(authenticateErrorCodes),
  downloadErrorCode: named(downloadErrorCodes),
  bppCommandId: named(bppCommandIds),
  errorReason: named(installErrors),
  status: named(peStatuses),
  deleteNotificationStatus: named({ ok: 0, nothingToDelete: 1, undefinedError: 127 }),
  notificationsListResultError: named({ noResultAvailable: 1, undefinedError: 127 }),
  profileInfoListError: named({ incorrectInputValues: 1, undefinedError: 127 }),
  setDefaultDpAddressResult: named({ ok: 0, undefinedError: 127 }),
};

const { wrongState, ...otherResults } = profileResults;
const stateChange = (wrong: string): Reader => named({ ...otherResults, [wrong]: wrongState });

/** Numbers called `result` mean other things in other structures. */
const results: Readonly<Record<string, Reader>> = {
  EnableProfileResponse: stateChange('profileNotInDisabledState'),
  DisableProfileResponse: stateChange('profileNotInEnabledState'),
  DeleteProfileResponse: stateChange('profileNotInDisabledState'),
  SetNicknameResponse: named({ ok: 0, iccidNotFound: 1, undefinedError: 127 }),
  EuiccMemoryResetResponse: named({ ok: 0, nothingToDelete: 1, catBusy: 5, undefinedError: 127 }),
};

/**
 * What the value of a member says in words, if there is more to say than the value.
 * @param path the member's name, the structures and places around it before and behind: `a.b[0]` is of b
 */
export function meaningOf(path: string, value: Json, structure: string): Meaning | undefined {
  const member =
    path
      .replace(/\[\d+\]$/, '')
      .split('.')
      .at(-1) ?? path;
  const meaning = (member === 'result' ? results[structure] : readers[member])?.(value);
  if (meaning?.finding !== undefined) return { ...meaning, finding: `${member}: ${meaning.finding}` };
  return meaning?.says === value ? undefined : meaning;
}

const issuers = new CiStore([sgp26NistCi(), sgp26BrainpoolCi()]);

function issuer(keyId: Uint8Array): Meaning | undefined {
  const known = issuers.find(keyId);
  return known === undefined ? undefined : { says: `SGP.26 test CI, ${known.curve}` };
}

function aid(octets: Uint8Array): Meaning | undefined {
  const name = nameOfAid(octets);
  return name === undefined ? undefined : { says: name };
}

/** TS 102 226 §8.2.1.7.2. */
function cardResource(octets: Uint8Array): Meaning | undefined {
  const numbers = new Map(
    readTlvs(octets).map((tlv) => [tlv.tag, contentOf(tlv).reduce((sum, octet) => sum * 256 + octet, 0)]),
  );
  const [applications, memory, volatile] = [0x81, 0x82, 0x83].map((tag) => numbers.get(tag) ?? '?');
  return {
    says: `${applications ?? '?'} applications, free: ${memory ?? '?'} octets, ${volatile ?? '?'} volatile`,
  };
}
