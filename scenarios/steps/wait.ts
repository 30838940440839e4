import { span } from '../language/words.ts';
import { verb } from './verb.ts';

/** Nobody does anything for a while. */
export const wait = verb({
  word: 'wait',
  says: 'Nobody does anything for a while.',
  example: 'wait: 22m',
  schema: span,
  async play(given, { clock }) {
    if (clock.mode === 'system') await clock.sleep(given, { what: 'wait' });
    else await clock.advance(given);
  },
});
