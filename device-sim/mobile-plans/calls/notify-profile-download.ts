import { minutes } from '#shared/runtime/span';

import type { Answer } from './call-surroundings.ts';
import { cardIsFree, readDownload } from './read-download.ts';

/** Without a delay: download, installation and enabling at once, while the portal stays. With one: a toast after it. */
export const notifyProfileDownload: Answer = (call, id, launch) => {
  const { callbacks, operations } = launch;
  const handed = readDownload(call, launch);
  if (handed === undefined) return;
  const { usable, metaData } = handed;
  const ordered = { id, usable, callbacks, planName: metaData.planName ?? '' };
  if (handed.minutes > 0) operations.delayDownload(ordered, minutes(handed.minutes));
  else if (cardIsFree(call.name, launch)) operations.beginDownload(ordered);
};
