import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ActivationCodeError, parseActivationCode } from '#shared/identifiers/activation-code';
import corpus from './activation-codes.json' with { type: 'json' };

describe('activation code', () => {
  it.each(corpus.good)(
    '$code is read',
    ({ code, smdpAddress, matchingId, smdpOid, confirmationCodeRequired }) => {
      const oid = smdpOid === undefined ? {} : { smdpOid };
      expect(parseActivationCode(code)).toEqual({
        smdpAddress,
        matchingId,
        ...oid,
        confirmationCodeRequired,
        raw: code.trim(),
      });
    },
  );

  it.each(corpus.bad)('$code is refused: $says', ({ code, says }) => {
    const reason = reasonFor(code);
    expect(reason).toContain(says);
    expect(reason).not.toContain('\n');
  });

  it('a code the shell has eaten is answered with single quotes', () => {
    expect(reasonFor('1:8443-B')).toContain("in single quotes: '1$");
  });

  it('any text is read or refused with one reason, nothing else', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^(LPA:)?1[$:.a-z0-9A-Z\\ -]*$/));
    fc.assert(
      fc.property(text, (code) => {
        expect(reasonFor(code)).toMatch(/^(read|.+)$/);
      }),
    );
  });
});

function reasonFor(code: string): string {
  try {
    parseActivationCode(code);
    return 'read';
  } catch (error) {
    if (error instanceof ActivationCodeError) return error.message;
    throw error;
  }
}
