import { z } from 'zod';

import { mapping, oneOf } from '../../language/words.ts';
import { uses } from '../names.ts';
import { StepFailed } from '../step-failed.ts';
import { verb } from '../verb.ts';

const words = mapping({
  does: oneOf('accept', 'ignore'),
  kind: oneOf('downloadReady', 'connected', 'notConnected', 'downloadFailed')
    .optional()
    .describe('The latest that waits for an answer unless given.'),
  on: z.string().optional().describe('The device; the first one unless given.'),
});

/** Answers a toast. */
export const toast = verb({
  word: 'toast',
  says: 'The person answers a toast of Windows that is shown; what it invites to begins.',
  example: 'toast: accept',
  schema: z.union([oneOf('accept', 'ignore').transform((does): z.output<typeof words> => ({ does })), words]),
  names: ({ on }) => ({ uses: uses('device', on, ['on']) }),
  async play({ does, kind, on }, scene) {
    const { toasts } = scene.device(on);
    const shown = toasts.list.findLast((each) => each.state === 'shown' && (kind ?? each.kind) === each.kind);
    if (shown === undefined) throw new StepFailed('there is no such toast that waits for an answer');
    if (does === 'ignore') shown.ignore();
    else await scene.passing('what a toast invites to', shown.accept());
  },
});
