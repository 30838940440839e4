import type { Decoded, Schema } from '#shared/asn1/index';
import { encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';
import type { ProfileInfo } from '#shared/rsp/profile-management';
import {
  DeleteProfileRequest,
  DeleteProfileResponse,
  DisableProfileRequest,
  DisableProfileResponse,
  EnableProfileRequest,
  EnableProfileResponse,
  EuiccMemoryResetRequest,
  EuiccMemoryResetResponse,
  GetEuiccDataRequest,
  GetEuiccDataResponse,
  ProfileInfoListRequest,
  ProfileInfoListResponse,
  profileResults,
  SetNicknameRequest,
  SetNicknameResponse,
} from '#shared/rsp/profile-management';
import type { ProfileIdentifier, ResetOptions } from '#shared/rsp/profile-management';

import { EuiccError } from './card-errors.ts';
import type { IsdR } from './isd-r.ts';

export type ResetOption = Decoded<typeof ResetOptions>[number];

/** SGP.22 §5.7.15: every Profile on the eUICC, with the default set of members. @throws EuiccError */
export async function getProfilesInfo(isdR: IsdR): Promise<readonly ProfileInfo[]> {
  const command = encode(ProfileInfoListRequest, {});
  const { value } = await isdR.ask('GetProfilesInfo', command, ProfileInfoListResponse);
  if (value.profileInfoListOk !== undefined) return value.profileInfoListOk;
  const code = value.profileInfoListError;
  throw new EuiccError('GetProfilesInfo', code, code === 1 ? 'incorrectInputValues' : 'undefinedError');
}

/** SGP.22 §5.7.16. @throws EuiccError */
export async function enableProfile(
  isdR: IsdR,
  profileIdentifier: ProfileIdentifier,
  refreshFlag: boolean,
): Promise<void> {
  const command = encode(EnableProfileRequest, { profileIdentifier, refreshFlag });
  await expectOk(isdR, 'EnableProfile', command, EnableProfileResponse);
}

/** SGP.22 §5.7.17. @throws EuiccError */
export async function disableProfile(
  isdR: IsdR,
  profileIdentifier: ProfileIdentifier,
  refreshFlag: boolean,
): Promise<void> {
  const command = encode(DisableProfileRequest, { profileIdentifier, refreshFlag });
  await expectOk(isdR, 'DisableProfile', command, DisableProfileResponse);
}

/** SGP.22 §5.7.18. @throws EuiccError */
export async function deleteProfile(isdR: IsdR, profileIdentifier: ProfileIdentifier): Promise<void> {
  const command = encode(DeleteProfileRequest, profileIdentifier);
  await expectOk(isdR, 'DeleteProfile', command, DeleteProfileResponse);
}

/** SGP.22 §5.7.19; false when there was nothing to delete. @throws EuiccError */
export async function euiccMemoryReset(isdR: IsdR, options: readonly ResetOption[]): Promise<boolean> {
  const what = 'eUICCMemoryReset';
  const command = encode(EuiccMemoryResetRequest, { resetOptions: options });
  const { result } = (await isdR.ask(what, command, EuiccMemoryResetResponse)).value;
  if (result === 1) return false;
  if (result !== 0) throw new EuiccError(what, result, result === 5 ? 'catBusy' : 'undefinedError');
  return true;
}

/** SGP.22 §5.7.20: the EID in 16 octets of straight BCD. */
export async function getEid(isdR: IsdR): Promise<Bytes> {
  const command = encode(GetEuiccDataRequest, { tagList: fromHex('5A') });
  return (await isdR.ask('GetEID', command, GetEuiccDataResponse)).value.eidValue;
}

/** SGP.22 §5.7.21; an empty nickname removes it. @throws EuiccError */
export async function setNickname(isdR: IsdR, iccid: Bytes, profileNickname: string): Promise<void> {
  const command = encode(SetNicknameRequest, { iccid, profileNickname });
  await expectOk(isdR, 'SetNickname', command, SetNicknameResponse);
}

async function expectOk(
  isdR: IsdR,
  what: string,
  command: Bytes,
  answer: Schema<{ readonly result: number }>,
): Promise<void> {
  const { result } = (await isdR.ask(what, command, answer)).value;
  if (result !== profileResults.ok) throw new EuiccError(what, result, reasonOf(what, result));
}

/** Code 2 is the one word that differs between the functions. */
function reasonOf(what: string, code: number): string {
  if (code === profileResults.wrongState) {
    return what === 'DisableProfile' ? 'profileNotInEnabledState' : 'profileNotInDisabledState';
  }
  return Object.entries(profileResults).find(([, known]) => known === code)?.[0] ?? 'undefinedError';
}
