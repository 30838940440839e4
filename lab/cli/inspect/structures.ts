import type { Finding, Schema } from '#shared/asn1/index';
import {
  application,
  context,
  decode,
  DecodeError,
  optional,
  octets,
  privateClass,
  readTlv,
  sequence,
} from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import * as authenticate from '#shared/rsp/authenticate-server';
import * as bound from '#shared/rsp/bound-profile-package';
import * as cancel from '#shared/rsp/cancel-session';
import { Iccid, OneTimePublicKey, Signature, SubjectKeyIdentifier, VersionType } from '#shared/rsp/common';
import * as configuration from '#shared/rsp/euicc-configuration';
import { EuiccInfo1, EuiccInfo2 } from '#shared/rsp/euicc-info';
import { EuiccResponse } from '#shared/saip/index';
import * as notifications from '#shared/rsp/notifications';
import * as prepare from '#shared/rsp/prepare-download';
import * as management from '#shared/rsp/profile-management';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';

/** A structure that is known by its tag. */
export interface Structure {
  readonly name: string;
  readonly section: string;
  readonly schema: Schema<unknown>;
}

/** What SELECT answers for the ISD-R (GlobalPlatform Card Specification §11.9.3; SGP.22 §5.7.1). */
const FileControlInformation = application(
  15,
  sequence('FCI', {
    dfName: optional(context(4, octets())),
    proprietaryData: optional(
      context(
        5,
        sequence('ProprietaryData', { maximumLengthOfCommandData: optional(context(101, octets())) }),
      ),
    ),
    isdrProprietaryApplicationTemplate: optional(
      privateClass(
        0,
        sequence('ISDRProprietaryApplicationTemplate', {
          svn: context(2, VersionType),
          lpaeSupport: optional(context(3, octets())),
        }),
      ),
    ),
  }),
);

/** `[name, section of SGP.22, schema]`; a request stands before the response of its tag. */
const known: readonly (readonly [string, string, Schema<unknown>])[] = [
  ['EUICCInfo1', '§5.7.8', EuiccInfo1],
  ['PrepareDownloadRequest', '§5.7.5', prepare.PrepareDownloadRequest],
  ['PrepareDownloadResponse', '§5.7.5', prepare.PrepareDownloadResponse],
  ['EUICCInfo2', '§5.7.8', EuiccInfo2],
  ['InitialiseSecureChannelRequest', '§5.5.1', bound.InitialiseSecureChannelRequest],
  ['ConfigureISDPRequest', '§5.5.2', bound.ConfigureIsdpRequest],
  ['StoreMetadataRequest', '§5.5.3', StoreMetadataRequest],
  ['ReplaceSessionKeysRequest', '§5.5.4', bound.ReplaceSessionKeysRequest],
  ['ProfileInstallationResultData', '§5.7.6', notifications.ProfileInstallationResultData],
  ['ListNotificationRequest', '§5.7.9', notifications.ListNotificationRequest],
  ['ListNotificationResponse', '§5.7.9', notifications.ListNotificationResponse],
  ['SetNicknameRequest', '§5.7.21', management.SetNicknameRequest],
  ['SetNicknameResponse', '§5.7.21', management.SetNicknameResponse],
  ['RetrieveNotificationsListRequest', '§5.7.10', notifications.RetrieveNotificationsListRequest],
  ['RetrieveNotificationsListResponse', '§5.7.10', notifications.RetrieveNotificationsListResponse],
  ['ProfileInfoListRequest', '§5.7.15', management.ProfileInfoListRequest],
  ['ProfileInfoListResponse', '§5.7.15', management.ProfileInfoListResponse],
  ['GetEuiccChallengeRequest', '§5.7.7', configuration.GetEuiccChallengeRequest],
  ['GetEuiccChallengeResponse', '§5.7.7', configuration.GetEuiccChallengeResponse],
  ['NotificationMetadata', '§4.1a.1', notifications.NotificationMetadata],
  ['NotificationSentRequest', '§5.7.11', notifications.NotificationSentRequest],
  ['NotificationSentResponse', '§5.7.11', notifications.NotificationSentResponse],
  ['EnableProfileRequest', '§5.7.16', management.EnableProfileRequest],
  ['EnableProfileResponse', '§5.7.16', management.EnableProfileResponse],
  ['DisableProfileRequest', '§5.7.17', management.DisableProfileRequest],
  ['DisableProfileResponse', '§5.7.17', management.DisableProfileResponse],
  ['DeleteProfileRequest', '§5.7.18', management.DeleteProfileRequest],
  ['DeleteProfileResponse', '§5.7.18', management.DeleteProfileResponse],
  ['EuiccMemoryResetRequest', '§5.7.19', management.EuiccMemoryResetRequest],
  ['EuiccMemoryResetResponse', '§5.7.19', management.EuiccMemoryResetResponse],
  ['LoadCRLRequest', '§5.7.12', configuration.LoadCrlRequest],
  ['LoadCRLResponse', '§5.7.12', configuration.LoadCrlResponse],
  ['ProfileInstallationResult', '§5.7.6', notifications.ProfileInstallationResult],
  ['AuthenticateServerRequest', '§5.7.13', authenticate.AuthenticateServerRequest],
  ['AuthenticateServerResponse', '§5.7.13', authenticate.AuthenticateServerResponse],
  ['EuiccConfiguredAddressesRequest', '§5.7.3', configuration.EuiccConfiguredAddressesRequest],
  ['EuiccConfiguredAddressesResponse', '§5.7.3', configuration.EuiccConfiguredAddressesResponse],
  ['GetEuiccDataRequest', '§5.7.20', management.GetEuiccDataRequest],
  ['GetEuiccDataResponse', '§5.7.20', management.GetEuiccDataResponse],
  ['SetDefaultDpAddressRequest', '§5.7.4', configuration.SetDefaultDpAddressRequest],
  ['SetDefaultDpAddressResponse', '§5.7.4', configuration.SetDefaultDpAddressResponse],
  ['CancelSessionRequest', '§5.7.14', cancel.CancelSessionRequest],
  ['CancelSessionResponse', '§5.7.14', cancel.CancelSessionResponse],
  ['GetRatRequest', '§5.7.22', configuration.GetRatRequest],
  ['GetRatResponse', '§5.7.22', configuration.GetRatResponse],
  ['ProfileInfo', '§5.7.15', management.ProfileInfo],
  ['ServerSigned1', '§5.6.1', authenticate.ServerSigned1],
  ['SmdpSigned2', '§5.6.3', prepare.SmdpSigned2],
  ['EuiccSigned1', '§5.7.13', authenticate.EuiccSigned1],
  ['EUICCSigned2', '§5.7.5', prepare.EuiccSigned2],
  ['EuiccCancelSessionSigned', '§5.7.14', cancel.EuiccCancelSessionSigned],
  ['OtherSignedNotification', '§4.1a.2', notifications.OtherSignedNotification],
  ['EUICCResponse', '§5.7.6 (TCA SAIP)', EuiccResponse],
  ['Signature', '§2.6.7', Signature],
  ['One-time public key', '§5.5.1', OneTimePublicKey],
  ['ICCID', '§5.5.3', Iccid],
  ['Key identifier', '§5.6.1', SubjectKeyIdentifier],
  ['File control information', '§5.7.1', FileControlInformation],
];

/** Structures that can stand alone. */
const structures: readonly Structure[] = known.map(([name, section, schema]) => ({
  name,
  section: `SGP.22 ${section}`,
  schema,
}));

/** What a TLV was recognised as. */
export interface Recognised extends Structure {
  readonly findings: readonly Finding[];
  /** Why it does not decode although its tag is that of the structure. */
  readonly error?: DecodeError;
  /** Names of other structures that the octets fit as well. */
  readonly orElse: readonly string[];
}

/** Which way a TLV went, where that is known: some requests and responses look the same. */
export type Direction = 'Request' | 'Response';

/** The structure whose octets these are: of several with the tag the one that fits best; undefined when none has it. */
export function recognise(octetsOfTlv: Bytes, direction?: Direction): Recognised | undefined {
  const { tag } = readTlv(octetsOfTlv);
  const candidates = structures
    .filter(({ schema }) => schema.tags?.includes(tag) === true)
    .map((structure) => attempt(structure, octetsOfTlv));
  const rank = (each: Attempt): number =>
    misfit(each) - (direction !== undefined && each.name.endsWith(direction) ? 0.5 : 0);
  const [best, ...rest] = candidates.toSorted((a, b) => rank(a) - rank(b));
  // A SEQUENCE says nothing by its tag: it must fit member by member.
  if (best === undefined || (tag === 0x30 && misfit(best) > 0)) return undefined;
  const orElse = rest
    .filter((each) => misfit(best) === 0 && rank(each) === rank(best))
    .map(({ name }) => name);
  return { ...best, orElse };
}

type Attempt = Omit<Recognised, 'orElse'>;

function attempt(structure: Structure, octetsOfTlv: Bytes): Attempt {
  const findings: Finding[] = [];
  try {
    decode(structure.schema, octetsOfTlv, { findings });
    return { ...structure, findings };
  } catch (error) {
    if (error instanceof DecodeError) return { ...structure, findings, error };
    throw error;
  }
}

/** 0 fits; unknown members are bad, octets that do not decode are worse, members where there are none worst. */
function misfit({ findings, error, schema: { shape } }: Attempt): number {
  if (error !== undefined) return 1e9 - error.offset;
  const unknown = findings.filter(({ what }) => what.startsWith('unknown member')).length;
  return unknown > 0 && shape?.kind === 'sequence' && shape.members.length === 0 ? 2e9 : unknown;
}
