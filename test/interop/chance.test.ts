import { describe, expect, it } from 'vitest';

import { seededEntropy } from '#shared/runtime/entropy';

import { differsAt } from './answers/chance.ts';
import { DrawsKept, keptEntropy } from './kept-entropy.ts';
import { replayLpac } from './lpac/replay-lpac.ts';
import type { LpacMade } from './lpac/scenarios.ts';
import { NotAsRecorded, readRecording } from './recording.ts';

const patience = 30_000;

describe('kept draws', () => {
  it('come again by path and purpose, whatever is drawn besides and in whichever order', () => {
    const { entropy, draws } = new DrawsKept(1);
    const card = entropy.at('device-1').at('session/1');
    const first = [
      card.draw('euiccChallenge', 16),
      card.draw('euiccChallenge', 16),
      card.draw('euiccOtsk', 40),
    ];
    const again = keptEntropy(2, draws).at('device-1/session/1');
    again.draw('somethingNew', 8);
    const second = [
      again.draw('euiccOtsk', 40),
      again.draw('euiccChallenge', 16),
      again.draw('euiccChallenge', 16),
    ];
    expect([second[1], second[2], second[0]]).toEqual(first);
  });

  it('come from the seed where none was kept, and where another number of octets is wanted', () => {
    const { entropy, draws } = new DrawsKept(1);
    entropy.draw('kept', 16);
    const again = keptEntropy(2, draws);
    expect(again.draw('new', 16)).toEqual(seededEntropy(2).draw('new', 16));
    expect(again.draw('kept', 32)).toEqual(seededEntropy(2).draw('kept', 32));
  });

  it('do not hold the keys of web servers, which no peer sees', () => {
    const { entropy, draws } = new DrawsKept(1);
    entropy.at('pki/web/root').draw('rsaPrime', 128);
    expect(draws).toEqual([]);
  });
});

describe('answers that differ', () => {
  it.each([
    ['in a signature', { euiccSignature1: 'AA' }, { euiccSignature1: 'BB' }, undefined],
    ['in the length of one', { euiccSignature1: 'AA' }, { euiccSignature1: 'AABB' }, 'euiccSignature1'],
    ['in a certificate', { euiccCertificate: 'AA' }, { euiccCertificate: 'AABB' }, undefined],
    ['in a member', { a: { b: 1 } }, { a: { b: 2 } }, 'a.b'],
    ['in a member that one does not have', { a: 1 }, { a: 1, hashCc: 'AA' }, 'hashCc'],
    ['in protected segments', { sequenceOf86: ['AA', 'BB'] }, { sequenceOf86: ['CC', 'DD'] }, undefined],
    ['in their number', { sequenceOf86: ['AA', 'BB'] }, { sequenceOf86: ['CC'] }, 'sequenceOf86.1'],
  ])('%s', (_case, was, is, where) => {
    expect(differsAt(was, is)).toBe(where);
  });
});

/** Signatures of real chance, as in a world without a seed; everything else as it was drawn. */
const signedAnew = async (name: string) => {
  const recording = readRecording<LpacMade>('lpac', name);
  return replayLpac(recording, keptEntropy(1, recording.draws, false));
};

describe('a replay whose signatures are made with real chance', { timeout: patience }, () => {
  it.each([
    ['preview-declined', 4],
    ['notification-process', 4],
    ['notification-stdio', 2],
  ])('verifies those of %s', async (name, alike) => {
    expect(await signedAnew(name)).toMatchObject({ alike });
  });

  it('ends where what the peer hands on is signed together with ours', async () => {
    await expect(signedAnew('activation-code')).rejects.toThrow(NotAsRecorded);
    await expect(signedAnew('activation-code')).rejects.toThrow('PrepareDownloadResponse differs');
  });
});
