import { oneOf } from '../../language/words.ts';
import { expectation } from './expectation.ts';

/** What became of data. */
export const data = expectation({
  word: 'data',
  says: 'The person: what became of the data that was used last.',
  examples: ['data: carried', 'data: blocked'],
  schema: oneOf('carried', 'blocked', 'noSession'),
  verdict(expected, { scene, device }) {
    const found = scene.ends.data.get(device.name) ?? 'not used';
    return found === expected ? undefined : `data: ${found}, not ${expected}`;
  },
});
