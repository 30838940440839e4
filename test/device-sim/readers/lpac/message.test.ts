import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readMessage } from '../../../../device-sim/readers/lpac/message.ts';

describe('a line of lpac', () => {
  it('is read whatever it is', () => {
    const almost = fc.record(
      {
        type: fc.oneof(fc.constantFrom('apdu', 'http', 'progress', 'lpa'), fc.jsonValue()),
        payload: fc.oneof(
          fc.record(
            {
              func: fc.oneof(fc.constantFrom('transmit', 'connect'), fc.jsonValue()),
              param: fc.oneof(fc.string(), fc.jsonValue()),
              url: fc.oneof(fc.constant('https://a.test/'), fc.jsonValue()),
              tx: fc.oneof(fc.string(), fc.jsonValue()),
              headers: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
              message: fc.oneof(fc.constant('preview'), fc.jsonValue()),
            },
            { requiredKeys: [] },
          ),
          fc.jsonValue(),
        ),
      },
      { requiredKeys: [] },
    );
    const line = fc.oneof(
      fc.string(),
      fc.json(),
      almost.map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(line, (text) => {
        expect(['apdu', 'http', 'told', 'wrong']).toContain(readMessage(text).kind);
      }),
      { numRuns: 300 },
    );
  });

  it('of its own progress asks for a person only at the preview', () => {
    const progress = (message: string) =>
      readMessage(JSON.stringify({ type: 'progress', payload: { code: 0, message, data: 'y/n' } }));
    expect(progress('preview')).toEqual({ kind: 'told', preview: true });
    expect(progress('es10b_prepare_download')).toEqual({ kind: 'told', preview: false });
    const result = { type: 'lpa', payload: { code: 0, message: 'preview', data: null } };
    expect(readMessage(JSON.stringify(result))).toEqual({ kind: 'told', preview: false });
  });
});
