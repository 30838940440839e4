import { z } from 'zod';

import { refusal } from '../../language/smdp-words.ts';
import { mapping, oneOf } from '../../language/words.ts';
import { expectation } from './expectation.ts';

/** How the latest request of the desk ended. */
export const desk = expectation({
  word: 'desk',
  says: 'The operator: how what the desk asked for last ended, by the name of the refusal of ES2+.',
  examples: ['desk: ok', 'desk: { refusal: iccidWrongState }'],
  schema: z.union([oneOf('ok').transform(() => ({ refusal: undefined })), mapping({ refusal })]),
  verdict(expected, { scene }) {
    const end = scene.ends.desk;
    if (end === undefined) return 'desk: nothing was asked for';
    const found = end === 'ok' ? undefined : (end.refusal ?? `${end.subject}/${end.reason}`);
    return found === expected.refusal ? undefined : `desk: ${found ?? 'ok'}, not ${expected.refusal ?? 'ok'}`;
  },
});
