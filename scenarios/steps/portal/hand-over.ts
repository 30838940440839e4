import { z } from 'zod';

import { minutes } from '#shared/runtime/span';

import { givenName, mapping, span } from '../../language/words.ts';
import { uses } from '../names.ts';
import { StepFailed } from '../step-failed.ts';
import { verb } from '../verb.ts';
import { windowOn } from './open-window.ts';

const words = mapping({
  order: givenName.optional().describe('Whose code; that of the latest order unless given.'),
  code: z.string().optional().describe('A code instead of that of an order.'),
  delay: span.optional().describe('The download is for later (notifyProfileDownload with a delay).'),
  interval: span
    .optional()
    .describe('The network comes later (notifyPurchaseWithProfileDownload): control goes back to the app.'),
  on: z.string().optional().describe('The device; the first one unless given.'),
});

type Given = z.output<typeof words>;

/** A portal hands a code over, without its pages. */
export const handOver = verb({
  word: 'hand over',
  says: 'The portal hands the code of an order over to the device by the bridge: for now, for later (delay), or with the network to come (interval). The window is opened where none is.',
  example: 'hand over: { order: line, delay: 10m }',
  schema: z.union([
    givenName.transform((order): Given => ({ order })),
    z.null().transform((): Given => ({})),
    words,
  ]),
  names: ({ order, on }) => ({ uses: [...uses('order', order, ['order']), ...uses('device', on, ['on'])] }),
  async play({ order, code, delay, interval, on }, scene) {
    if (delay !== undefined && interval !== undefined)
      throw new StepFailed('a code is handed over with a delay or with an interval, not with both');
    const window = await windowOn(scene, scene.device(on), 'bridge');
    await window.handOver({
      code: code ?? scene.order(order).activationCode,
      planName: 'Travel 5 GB',
      way: wayOf(delay, interval),
    });
  },
});

function wayOf(delay: number | undefined, interval: number | undefined) {
  if (interval !== undefined) return { kind: 'connectedLater', minutes: interval / minutes(1) } as const;
  return delay === undefined
    ? ({ kind: 'now' } as const)
    : ({ kind: 'delayed', minutes: delay / minutes(1) } as const);
}

const balanceWords = mapping({
  order: givenName
    .optional()
    .describe('Whose profile is to be used from then on; nothing is switched unless given.'),
  on: z.string().optional().describe('The device; the first one unless given.'),
});

/** A portal says that balance was added. */
export const notifyBalance = verb({
  word: 'notify balance',
  says: 'The portal tells the device that balance was added (notifyBalanceAddition); with an order its profile is enabled.',
  example: 'notify balance: { order: line }',
  schema: z.union([
    givenName.transform((order): z.output<typeof balanceWords> => ({ order })),
    z.null().transform((): z.output<typeof balanceWords> => ({})),
    balanceWords,
  ]),
  names: ({ order, on }) => ({ uses: [...uses('order', order, ['order']), ...uses('device', on, ['on'])] }),
  async play({ order, on }, scene) {
    const window = await windowOn(scene, scene.device(on), 'bridge');
    await window.balanceAdded(order === undefined ? undefined : scene.order(order).iccid);
  },
});
