import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes } from '#shared/bytes/bytes';
import { bppCommandIds } from '#shared/rsp/notifications';
import type { InstallError } from '#shared/rsp/notifications';
import { profileClassOf, StoreMetadataRequest } from '#shared/rsp/store-metadata';

import type { Card } from '../card.ts';
import { isLonger, longestNames } from '../profiles/metadata.ts';
import { forbiddenRule } from '../profiles/policy-rules.ts';
import type { Loading } from '../session/session.ts';
import { InstallFailed } from './install-failed.ts';
import { readCommand } from './read-command.ts';

type Check = (card: Card, metadata: StoreMetadataRequest) => void;

const command = 'storeMetadata';
const refuse = (reason: InstallError, detail: string): never => {
  throw new InstallFailed(command, reason, detail);
};

const namesFit: Check = (_card, { serviceProviderName, profileName }) => {
  if (isLonger(serviceProviderName, longestNames.serviceProviderName))
    refuse('incorrectInputValues', 'serviceProviderName of more than 32 characters');
  if (isLonger(profileName, longestNames.profileName))
    refuse('incorrectInputValues', 'profileName of more than 64 characters');
};

/** SGP.22 §5.5.3: both or none; JPG is 0, PNG 1. */
const iconIsWhole: Check = (_card, { icon, iconType }) => {
  if ((icon === undefined) !== (iconType === undefined))
    refuse('incorrectInputValues', 'icon without its type, or a type without an icon');
  if (iconType !== undefined && iconType !== 0 && iconType !== 1)
    refuse('incorrectInputValues', `iconType ${iconType}`);
};

const classIsSupported: Check = ({ description }, metadata) => {
  const profileClass = profileClassOf(metadata);
  const testsAllowed = description.rspCapability.includes('testProfileSupport');
  if (profileClass === undefined || (profileClass === 'test' && !testsAllowed)) {
    refuse('unsupportedProfileClass', `class ${metadata.profileClass ?? 2}`);
  }
};

const iccidIsNew: Check = ({ state }, { iccid }) => {
  if (state.profiles.some((profile) => sameBytes(profile.iccid, iccid))) {
    refuse('installFailedDueToIccidAlreadyExistsOnEuicc', 'there is a Profile with this ICCID');
  }
};

const policyRulesAreAllowed: Check = (card, metadata) => {
  const rule = forbiddenRule(card, metadata);
  if (rule !== undefined) refuse('pprNotAllowed', rule);
};

const checks: readonly Check[] = [namesFit, iconIsWhole, classIsSupported, iccidIsNew, policyRulesAreAllowed];

/** ES8+.StoreMetadata (SGP.22 §5.5.3, `BF25`). @throws InstallFailed */
export async function storeMetadata(card: Card, session: Loading, der: Bytes): Promise<void> {
  const value = readCommand(command, StoreMetadataRequest, der);
  const { load } = session;
  if (load.stage.at !== 'configured') throw new Error('StoreMetadata without an ISD-P');
  load.stage = { at: 'described', isdp: load.stage.isdp, metadata: { value, der } };
  for (const check of checks) check(card, value);
  if (der.length > card.freeMemory) {
    refuse('installFailedDueToInsufficientMemoryForProfile', `${der.length} octets of metadata`);
  }
  const { registers } = card.state;
  const bppCommandId = bppCommandIds.loadProfileElements;
  const loading = registers.loading && { ...registers.loading, bppCommandId, iccid: value.iccid };
  await card.commit({ registers: { ...registers, ...(loading && { loading }) } });
}
