import { describe, expect, it } from 'vitest';

import { allows, increasing, reading, updating } from '#device-sim/uicc/access/access-rule';
import { fromHex } from '#shared/bytes/bytes';

const pin1 = 'A406 830101 950108';
const adm1 = 'A406 83010A 950108';
const verified =
  (...references: readonly number[]) =>
  (reference: number): boolean =>
    references.includes(reference);

describe('an access rule', () => {
  it.each([
    ['always', '800101 9000', [], true],
    ['never', '800101 9700', [0x01], false],
    ['a PIN that is verified', `800101 ${pin1}`, [0x01], true],
    ['another PIN', `800101 ${pin1}`, [0x0a], false],
    ['one of two in a row', `800101 ${pin1} ${adm1}`, [0x0a], true],
    ['OR of two', `800101 A010 ${pin1} ${adm1}`, [0x0a], true],
    ['AND of two, one of them verified', `800101 AF10 ${pin1} ${adm1}`, [0x0a], false],
    ['AND of two, both verified', `800101 AF10 ${pin1} ${adm1}`, [0x01, 0x0a], true],
    ['AND of nothing', '800101 AF00', [0x01], false],
    ['AND of what cannot be read', '800101 AF02 A406', [0x01], false],
    ['OR of nothing', '800101 A000', [0x01], false],
    ['another access', '800102 9000', [], false],
    ['with filling behind', '800101 9000 FFFFFF', [], true],
    ['cut off', '800101 A406 83', [0x01], false],
    ['nothing', '', [0x01], false],
  ] as const)('for reading: %s', (_, rule, references, allowed) => {
    expect(allows(fromHex(rule), reading, verified(...references))).toBe(allowed);
  });

  it('the conditions of one access are not those of another', () => {
    const rule = fromHex(`800101 9000 800102 ${pin1}`);
    expect(allows(rule, reading, verified())).toBe(true);
    expect(allows(rule, updating, verified())).toBe(false);
    expect(allows(rule, updating, verified(0x01))).toBe(true);
  });

  it.each([
    ['by itself', '840132 9000', true],
    ['in a list', '8402D432 9000', true],
    ['not at all', '8401D4 9000', false],
    ['as a mode', '800132 9000', false],
  ])('an instruction that is named %s', (_, rule, allowed) => {
    expect(allows(fromHex(rule), increasing, verified())).toBe(allowed);
  });
});
