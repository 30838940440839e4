import { describe, expect, it } from 'vitest';

import {
  readAvailability,
  readBalance,
  readOctets,
  readProvision,
} from '../../../lab/cli/commands/order-terms.ts';

describe('the terms of an order on the command line', () => {
  it.each([
    ['manual', 'manual'],
    ['immediate', 'immediate'],
    ['10m', { after: '10m', from: 'order' }],
    ['10m from confirmation', { after: '10m', from: 'confirmation' }],
    ['2026-12-01T09:00Z', { at: '2026-12-01T09:00Z' }],
  ])('--available "%s" is understood', (text, meant) => {
    expect(readAvailability(text)).toEqual(meant);
  });

  it.each([
    ['22m', { after: '22m', from: 'order', onlyIfInstalled: false }],
    ['22m from download', { after: '22m', from: 'download', onlyIfInstalled: false }],
  ])('--provision "%s" is understood', (text, meant) => {
    expect(readProvision(text, false)).toEqual(meant);
  });

  it.each(['10m from birth', '10m  from', ''])('--provision "%s" is refused with an example', (text) => {
    expect(() => readProvision(text, true)).toThrow('"22m from install"');
  });

  it.each([
    ['0', 0],
    ['12B', 12],
    ['40 kB', 40_000],
    ['500MB', 500_000_000],
    ['1.5GB', 1_500_000_000],
  ])('%s is %s octets', (text, octets) => {
    expect(readOctets(text)).toBe(octets);
  });

  it.each(['', '-1', 'much', '5 TB'])('"%s" is no amount of data', (text) => {
    expect(() => readOctets(text)).toThrow('no amount of data');
  });

  it('a balance may have an end', () => {
    expect(readBalance('500MB for 30d')).toEqual({ octets: 500_000_000, validFor: '30d' });
    expect(readBalance('0')).toEqual({ octets: 0 });
  });
});
