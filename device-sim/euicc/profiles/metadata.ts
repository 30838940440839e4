import { decode } from '#shared/asn1/index';
import type { ProfileClass } from '#shared/rsp/store-metadata';
import { profileClassOf, StoreMetadataRequest } from '#shared/rsp/store-metadata';

import type { StoredProfile } from '../store/card-state.ts';

/** The metadata a Profile was loaded with. */
export const metadataOf = ({ metadata }: StoredProfile): StoreMetadataRequest =>
  decode(StoreMetadataRequest, metadata);

/** The class of an installed Profile. */
export const classOf = (profile: StoredProfile): ProfileClass =>
  profileClassOf(metadataOf(profile)) ?? 'operational';

/** Values of ProfileState (SGP.22 §5.7.15). */
export const profileStates = { disabled: 0, enabled: 1 } as const;

export const isEnabled = ({ state }: StoredProfile): boolean => state === profileStates.enabled;

/** Characters that names may have (SGP.22 §5.5.3, §5.7.21). */
export const longestNames = { serviceProviderName: 32, profileName: 64, profileNickname: 64 } as const;

/** Whether a text has more characters than that. */
export const isLonger = (text: string, characters: number): boolean => Array.from(text).length > characters;
