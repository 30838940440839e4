import { z } from 'zod';

import { present } from '../../language/present.ts';
import { mapping, oneOf } from '../../language/words.ts';
import { uses } from '../names.ts';
import { verb } from '../verb.ts';
import { openWindow } from './open-window.ts';

const words = mapping({
  on: z.string().optional().describe('The device; the first one unless given.'),
  in: oneOf('bridge', 'browser')
    .optional()
    .describe('A page without a browser that calls the bridge, which it is unless given; or a real browser.'),
  market: z.string().optional(),
  location: z.string().optional(),
  language: z.string().optional(),
});

/** Enters the portal. */
export const launchPortal = verb({
  word: 'launch portal',
  says: "The person enters the operator's portal from the app; a window that is still open is closed.",
  example: 'launch portal: { location: DE }',
  schema: z.union([z.null().transform((): z.output<typeof words> => ({})), words]),
  names: ({ on }) => ({ uses: uses('device', on, ['on']) }),
  async play({ on, in: kind = 'bridge', market, location, language }, scene) {
    const machine = present({ market, location, acceptLanguage: language });
    await openWindow(scene, scene.device(on), { in: kind, machine });
  },
});

const device = z.union([
  z.null().transform((): { on?: string | undefined } => ({})),
  mapping({ on: z.string().optional() }),
]);

/** Closes the window of a portal. */
export const closePortal = verb({
  word: 'close portal',
  says: 'The person closes the window of the portal.',
  example: 'close portal',
  schema: device,
  names: ({ on }) => ({ uses: uses('device', on, ['on']) }),
  async play({ on }, scene) {
    await scene.windowOf(scene.device(on)).close();
  },
});

/** Gives a purchase up. */
export const cancelPurchase = verb({
  word: 'cancel purchase',
  says: 'The portal gives control back without a purchase (notifyCancelledPurchase).',
  example: 'cancel purchase',
  schema: device,
  names: ({ on }) => ({ uses: uses('device', on, ['on']) }),
  async play({ on }, scene) {
    await scene.windowOf(scene.device(on)).cancelPurchase();
  },
});

/** Takes a delayed download back. */
export const cancelOperation = verb({
  word: 'cancel operation',
  says: 'The portal takes a delayed download back (notifyOperationCancel), which it can until the toast is shown.',
  example: 'cancel operation',
  schema: device,
  names: ({ on }) => ({ uses: uses('device', on, ['on']) }),
  async play({ on }, scene) {
    await scene.windowOf(scene.device(on)).cancelOperation();
  },
});
