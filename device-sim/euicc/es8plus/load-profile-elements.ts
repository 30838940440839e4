import type { Bytes } from '#shared/bytes/bytes';

import type { Card } from '../card.ts';
import { interpretProfilePackage } from '../profiles/interpret-profile-package.ts';
import { profileStates } from '../profiles/metadata.ts';
import type { Loading } from '../session/session.ts';
import type { StoredProfile } from '../store/card-state.ts';

/** A Profile that is ready to be kept. */
export interface LoadedProfile {
  readonly profile: StoredProfile;
  readonly simaResponse: Bytes;
}

/** ES8+.LoadProfileElements (SGP.22 §5.5.5): interprets the whole profile package. @throws InstallFailed */
export function loadProfileElements(card: Card, session: Loading, profilePackage: Bytes): LoadedProfile {
  const { stage } = session.load;
  if (stage.at !== 'described') throw new Error('profile elements without metadata');
  const { isdp, metadata } = stage;
  const { octets, simaResponse, ownerInFiles } = interpretProfilePackage(
    card,
    profilePackage,
    metadata.value,
  );
  return {
    simaResponse,
    profile: {
      isdpAid: isdp.isdpAid,
      iccid: metadata.value.iccid,
      state: profileStates.disabled,
      metadata: metadata.der,
      nickname: '',
      profilePackage,
      octets,
      ciKeyId: session.identity.ci.id,
      ...(ownerInFiles && { ownerInFiles }),
      ...(isdp.dpProprietaryData && { dpProprietaryData: isdp.dpProprietaryData }),
    },
  };
}
