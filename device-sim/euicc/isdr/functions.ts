import { getEuiccConfiguredAddresses } from '../es10a/get-euicc-configured-addresses.ts';
import { lpaeActivation } from '../es10a/lpae-activation.ts';
import { setDefaultDpAddress } from '../es10a/set-default-dp-address.ts';
import { authenticateServer } from '../es10b/authenticate-server.ts';
import { cancelSession } from '../es10b/cancel-session.ts';
import { getEuiccChallenge } from '../es10b/get-euicc-challenge.ts';
import { getEuiccInfo1, getEuiccInfo2 } from '../es10b/get-euicc-info.ts';
import { getRat } from '../es10b/get-rat.ts';
import { listNotification } from '../es10b/list-notification.ts';
import { loadCrl } from '../es10b/load-crl.ts';
import { prepareDownload } from '../es10b/prepare-download.ts';
import { removeNotificationFromList } from '../es10b/remove-notification-from-list.ts';
import { retrieveNotificationsList } from '../es10b/retrieve-notifications-list.ts';
import { deleteProfile } from '../es10c/delete-profile.ts';
import { disableProfile } from '../es10c/disable-profile.ts';
import { enableProfile } from '../es10c/enable-profile.ts';
import { euiccMemoryReset } from '../es10c/euicc-memory-reset.ts';
import { getEid } from '../es10c/get-eid.ts';
import { getProfilesInfo } from '../es10c/get-profiles-info.ts';
import { setNickname } from '../es10c/set-nickname.ts';
import type { IsdrFunction } from './isdr-function.ts';

/** Every function of the ISD-R but LoadBoundProfilePackage, which takes a stream (SGP.22 §5.7). */
export const functions: readonly IsdrFunction[] = [
  getEuiccConfiguredAddresses,
  setDefaultDpAddress,
  lpaeActivation,
  getEuiccChallenge,
  getEuiccInfo1,
  getEuiccInfo2,
  authenticateServer,
  prepareDownload,
  cancelSession,
  listNotification,
  retrieveNotificationsList,
  removeNotificationFromList,
  loadCrl,
  getRat,
  getProfilesInfo,
  enableProfile,
  disableProfile,
  deleteProfile,
  euiccMemoryReset,
  getEid,
  setNickname,
];

/** By the tag their commands begin with. */
export const functionsByTag: ReadonlyMap<number, IsdrFunction> = new Map(
  functions.map((each) => [each.tag, each]),
);
