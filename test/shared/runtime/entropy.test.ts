import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { scriptedEntropy, seededEntropy, systemEntropy } from '#shared/runtime/entropy';
import type { Entropy } from '#shared/runtime/entropy';

const challenge = (entropy: Entropy, path: string): string =>
  toHex(entropy.at(path).draw('euiccChallenge', 16));

describe('seeded entropy', () => {
  it('gives the same octets for the same seed, and others for another', () => {
    expect(challenge(seededEntropy(7), 'device-1')).toBe(challenge(seededEntropy('7'), 'device-1'));
    expect(challenge(seededEntropy(7), 'device-1')).not.toBe(challenge(seededEntropy(8), 'device-1'));
  });

  it('never changes what a seed stands for: recorded runs replay', () => {
    expect(challenge(seededEntropy(7), 'device-1/session/3')).toBe('BA7CA71E3AE1C9D35704BFD3CD498C11');
  });

  it('does not depend on what is drawn elsewhere, nor on the order of paths', () => {
    const [one, two] = [seededEntropy('seed'), seededEntropy('seed')];
    const forwards = ['a', 'b', 'c'].map((path) => challenge(one, path));
    const backwards = ['c', 'b', 'a'].map((path) => challenge(two, path));
    expect(forwards).toEqual(backwards.reverse());
    expect(new Set(forwards).size).toBe(3);
  });

  it('is addressed by the whole path, however it was reached', () => {
    const seed = seededEntropy('seed');
    expect(challenge(seed.at('device-1').at('session'), '3')).toBe(
      challenge(seededEntropy('seed'), 'device-1/session/3'),
    );
  });

  it('counts the draws of a purpose at a path, also over two handles of it', () => {
    const entropy = seededEntropy('seed');
    const first = challenge(entropy, 'device-1');
    const second = challenge(entropy, 'device-1');
    const again = seededEntropy('seed').at('device-1');
    expect([toHex(again.draw('euiccChallenge', 16)), toHex(again.draw('euiccChallenge', 16))]).toEqual([
      first,
      second,
    ]);
    expect(first).not.toBe(second);
  });

  it('keeps purposes apart, and paths from purposes', () => {
    const entropy = seededEntropy('seed');
    const draws = [
      entropy.at('a').draw('b', 8),
      entropy.at('a').draw('c', 8),
      entropy.at('a/b').draw('', 8),
      entropy.draw('a/b', 8),
    ].map(toHex);
    expect(new Set(draws).size).toBe(4);
  });

  it('draws any length, none included', () => {
    expect([0, 1, 100].map((octets) => seededEntropy(1).draw('x', octets).length)).toEqual([0, 1, 100]);
  });
});

describe('system entropy', () => {
  it('is not seeded and never the same', () => {
    const entropy = systemEntropy();
    expect(entropy.seeded).toBe(false);
    expect(challenge(entropy, 'a')).not.toBe(challenge(entropy, 'a'));
    expect(Buffer.isBuffer(entropy.draw('x', 4))).toBe(false);
  });
});

describe('scripted entropy', () => {
  it('gives what was drawn elsewhere, in order', () => {
    const entropy = scriptedEntropy({ transactionId: '01', serverChallenge: ['F0F1', 'F2F3'] });
    const session = entropy.at('smdp/session');
    expect([
      session.draw('serverChallenge', 2),
      session.draw('serverChallenge', 2),
      entropy.draw('transactionId', 1),
    ]).toEqual(['F0F1', 'F2F3', '01'].map(fromHex));
  });

  it('makes up nothing: an unknown purpose, one draw too many and another length throw', () => {
    const entropy = scriptedEntropy({ transactionId: '01', serverChallenge: 'F0F1' });
    expect(() => entropy.draw('iccid', 10)).toThrow('the script has no "iccid"');
    entropy.draw('transactionId', 1);
    expect(() => entropy.draw('transactionId', 1)).toThrow('the script has no more "transactionId"');
    expect(() => entropy.draw('serverChallenge', 16)).toThrow(
      '"serverChallenge" wants 16 octets, the script has 2',
    );
  });
});
