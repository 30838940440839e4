import { describe, expect, it } from 'vitest';
import { didYouMean } from '#shared/runtime/did-you-mean';

describe('a mistyped word', () => {
  const known = ['authenticateClient', 'initiateAuthentication', 'cancelSession', 'seed'];

  it.each([
    ['authenticateclient', 'authenticateClient'],
    ['canselSesion', 'cancelSession'],
    ['sed', 'seed'],
  ])('%s is taken for %s', (word, meant) => {
    expect(didYouMean(word, known)).toBe(meant);
  });

  it.each(['portal', 'x', ''])('"%s" is taken for nothing', (word) => {
    expect(didYouMean(word, known)).toBeUndefined();
  });
});
