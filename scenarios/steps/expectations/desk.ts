import { z } from 'zod';

import { HttpFailure } from '#shared/http/failure';

import type { DeskRefused } from '../../operator/index.ts';
import { refusal } from '../../language/smdp-words.ts';
import { mapping, oneOf } from '../../language/words.ts';
import { expectation } from './expectation.ts';

/** How the latest request of the desk ended. */
export const desk = expectation({
  word: 'desk',
  says: 'The operator: how what the desk asked for last ended, by the name of the refusal of ES2+; "no answer" where there was none to work with.',
  examples: ['desk: ok', 'desk: no answer', 'desk: { refusal: iccidWrongState }'],
  schema: z.union([oneOf('ok', 'no answer'), mapping({ refusal }).transform((given) => given.refusal)]),
  verdict(expected, { scene }) {
    const end = scene.ends.desk;
    if (end === undefined) return 'desk: nothing was asked for';
    const found = endOf(end);
    if (found === expected) return undefined;
    return `desk: ${found}${end instanceof HttpFailure ? ` (${end.message})` : ''}, not ${expected}`;
  },
});

function endOf(end: 'ok' | DeskRefused | HttpFailure): string {
  if (end === 'ok') return end;
  return end instanceof HttpFailure ? 'no answer' : (end.refusal ?? `${end.subject}/${end.reason}`);
}
