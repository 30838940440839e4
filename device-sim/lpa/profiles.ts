import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import type { Iccid } from '#shared/identifiers/iccid';
import { iccidFromBytes, iccidToBytes } from '#shared/identifiers/iccid';
import type { ProfileInfo } from '#shared/rsp/profile-management';
import { profileResults } from '#shared/rsp/profile-management';
import type { ProfileClass } from '#shared/rsp/store-metadata';
import { profileClassOf } from '#shared/rsp/store-metadata';

import { BadCardAnswer, EuiccError } from './es10/card-errors.ts';
import * as es10c from './es10/es10c.ts';
import type { IsdR } from './es10/isd-r.ts';

/** A Profile on the eUICC. */
export interface Profile {
  readonly iccid: Iccid;
  /** Of its ISD-P, in hex. */
  readonly isdpAid: string | undefined;
  readonly state: 'enabled' | 'disabled';
  readonly nickname: string | undefined;
  readonly serviceProviderName: string;
  readonly profileName: string;
  /** Undefined for a number that SGP.22 does not know. */
  readonly profileClass: ProfileClass | undefined;
}

/** Every Profile on the eUICC. @throws EuiccError, CardError, BadCardAnswer, CardGone */
export async function listProfiles(isdR: IsdR): Promise<readonly Profile[]> {
  return (await es10c.getProfilesInfo(isdR)).map(profileOf);
}

/**
 * Those a person sees: no provisioning Profiles, and test Profiles only in device test mode (SGP.22 §3.2, §5.7.15).
 */
export function visibleProfiles(
  profiles: readonly Profile[],
  { testMode = false }: { readonly testMode?: boolean } = {},
): readonly Profile[] {
  return profiles.filter(
    ({ profileClass }) => profileClass !== 'provisioning' && (testMode || profileClass !== 'test'),
  );
}

/** What a person reads for a Profile: its nickname, else its name, else the provider's (SGP.22 §3.2, §4.4). */
export function displayName({
  nickname,
  profileName,
  serviceProviderName,
}: Pick<Profile, 'profileName' | 'serviceProviderName'> & {
  readonly nickname?: string | undefined;
}): string {
  return [nickname, profileName, serviceProviderName].find((name) => name !== undefined && name !== '') ?? '';
}

/** Enables a Profile, with a REFRESH if wanted; one that is enabled already stays so. @throws EuiccError */
export async function enableProfile(isdR: IsdR, iccid: Iccid, refreshFlag: boolean): Promise<void> {
  await unlessAlready('enabled', isdR, iccid, () =>
    es10c.enableProfile(isdR, { iccid: iccidToBytes(iccid) }, refreshFlag),
  );
}

/** Disables a Profile, with a REFRESH if wanted; one that is disabled already stays so. @throws EuiccError */
export async function disableProfile(isdR: IsdR, iccid: Iccid, refreshFlag: boolean): Promise<void> {
  await unlessAlready('disabled', isdR, iccid, () =>
    es10c.disableProfile(isdR, { iccid: iccidToBytes(iccid) }, refreshFlag),
  );
}

/** Windows takes a Profile that is in the wanted state for a success (windows.md §3); so do we. */
async function unlessAlready(
  state: Profile['state'],
  isdR: IsdR,
  iccid: Iccid,
  change: () => Promise<void>,
): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof EuiccError) || error.code !== profileResults.wrongState) throw error;
    const profiles = await listProfiles(isdR);
    if (!profiles.some((profile) => profile.iccid === iccid && profile.state === state)) throw error;
  }
}

function profileOf(info: ProfileInfo): Profile {
  return {
    iccid: iccidOf(info.iccid),
    isdpAid: info.isdpAid === undefined ? undefined : toHex(info.isdpAid),
    state: info.profileState === 1 ? 'enabled' : 'disabled',
    nickname: info.profileNickname === '' ? undefined : info.profileNickname,
    serviceProviderName: info.serviceProviderName ?? '',
    profileName: info.profileName ?? '',
    profileClass: profileClassOf(info.profileClass === undefined ? {} : { profileClass: info.profileClass }),
  };
}

function iccidOf(octets: Bytes | undefined): Iccid {
  const what = 'GetProfilesInfo';
  if (octets === undefined) throw new BadCardAnswer(what, new Uint8Array(), 'a profile without an ICCID');
  try {
    return iccidFromBytes(octets);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new BadCardAnswer(what, octets, cause.message, { cause });
  }
}
