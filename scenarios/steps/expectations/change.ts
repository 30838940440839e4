import { z } from 'zod';

import { mapping, oneOf } from '../../language/words.ts';
import { expectation } from './expectation.ts';

/** How the latest change on the card ended. */
export const change = expectation({
  word: 'change',
  says: 'The device: how the latest enable, disable, delete, reset card or delivery of notifications ended; `status` is an ESimOperationStatus, `code` an error of the card.',
  examples: ['change: ok', 'change: { code: disallowedByPolicy }'],
  schema: z.union([
    oneOf('ok', 'failed').transform((word) => ({ word })),
    mapping({ status: z.string().optional(), code: z.string().optional() }),
  ]),
  verdict(expected, { scene, device }) {
    const end = scene.ends.change.get(device.name);
    if (end === undefined) return `change: nothing was changed on ${device.name}`;
    const found = end === 'ok' ? 'ok' : `${end.status} (${end.code})`;
    if ('word' in expected) {
      return (expected.word === 'ok') === (end === 'ok')
        ? undefined
        : `change: ${found}, not ${expected.word}`;
    }
    const { status, code } = expected;
    const matches = end !== 'ok' && (status ?? end.status) === end.status && (code ?? end.code) === end.code;
    return matches ? undefined : `change: ${found}, not ${[status, code].filter(Boolean).join(' with ')}`;
  },
});
