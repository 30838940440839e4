import { registrationInterval } from '../operations/registration-interval.ts';
import type { Answer } from './call-surroundings.ts';
import { cardIsFree, readDownload } from './read-download.ts';

/** Control goes back to the app, which installs the profile now and looks for the network after the interval. */
export const notifyPurchaseWithProfileDownload: Answer = (call, id, launch) => {
  const handed = readDownload(call, launch);
  if (handed === undefined || !cardIsFree(call.name, launch)) return;
  const { usable, metaData } = handed;
  const interval = registrationInterval(handed.minutes);
  launch.operations.beginConnectivity({ id, usable, planName: metaData.planName ?? '', interval });
  launch.leave('purchased', metaData);
};
