import { describe, expect, it } from 'vitest';

import type { Frame, PeerName, Recording } from './recording.ts';
import { digestOf, expectWhole, NotAsRecorded, readRecording } from './recording.ts';
import { replay } from './replay.ts';
import { scenarios } from './scenarios.ts';

const patience = 30_000;

/** Another character of the same alphabet, so that hex stays hex and base64 base64. */
const other = (character: string): string =>
  ({ '0': '1', A: 'B', a: 'b' })[character] ?? (/\d/.test(character) ? '0' : 'A');

/** The text with one character changed: the one at a place, between 0 and 1, that is a letter or digit. */
function changed(text: string, place: number): string {
  const at = Math.floor(text.length * place);
  const index = at + text.slice(at).search(/[0-9A-Za-z]/);
  return text.slice(0, index) + other(text.charAt(index)) + text.slice(index + 1);
}

/** The recording with a frame put in place of one. */
function withFrame(recording: Recording, index: number, frame: Frame): Recording {
  return { ...recording, frames: recording.frames.map((each, place) => (place === index ? frame : each)) };
}

/** Where in a body smdpSign is: behind it everything is ciphered, and changes with chance alone. */
const clear = 0.12;

/** One octet of a frame changed, in what was asked or in what was answered. */
function mutate(frame: Frame, side: 'asked' | 'answered', place = 0.5): Frame {
  if (frame[0] === 'apdu') {
    const [kind, command, answer] = frame;
    return side === 'asked'
      ? [kind, changed(command, place), answer]
      : [kind, command, changed(answer, place)];
  }
  if (frame[0] === 'http') {
    const [kind, request, response] = frame;
    return side === 'asked'
      ? [kind, { ...request, body: changed(request.body, place) }, response]
      : [kind, request, { ...response, body: changed(response.body, place) }];
  }
  throw new Error(`a frame ${frame[0]} has no sides`);
}

/** With the digest of its frames as they are: what finds a change then is the replay alone. */
const sealed = (recording: Recording): Recording => ({ ...recording, digest: digestOf(recording.frames) });

/** The place of the frame that is of a kind and holds a text. */
function placeOf({ frames }: Recording, kind: 'apdu' | 'http', holding: string): number {
  const found = frames.findIndex((frame) => frame[0] === kind && JSON.stringify(frame).includes(holding));
  if (found < 0) throw new Error(`no ${kind} with ${holding}`);
  return found;
}

const authenticateServer = '81E2110478';
const cases: readonly (readonly [PeerName, string, 'apdu' | 'http', string, 'asked' | 'answered'])[] = [
  ['lpac', 'activation-code', 'apdu', authenticateServer, 'asked'],
  ['lpac', 'activation-code', 'apdu', 'BF38', 'answered'],
  ['lpac', 'activation-code', 'http', 'authenticateClient', 'asked'],
  ['lpac', 'activation-code', 'http', 'initiateAuthentication', 'answered'],
  ['lpac', 'activation-code', 'http', 'getBoundProfilePackage', 'answered'],
  ['osmo-smdpp', 'nist-tls', 'apdu', 'BF38', 'asked'],
  ['osmo-smdpp', 'nist-tls', 'apdu', 'BF2E', 'answered'],
  ['osmo-smdpp', 'nist-tls', 'http', 'getBoundProfilePackage', 'asked'],
  ['osmo-smdpp', 'nist-tls', 'http', 'initiateAuthentication', 'answered'],
  ['osmo-smdpp', 'nist-tls', 'http', 'getBoundProfilePackage', 'answered'],
];

describe('a recording with one octet changed', () => {
  it.each(cases)(
    '%s/%s fails when it is in an %s frame with %s, %s',
    { timeout: patience },
    async (peer, name, kind, holding, side) => {
      const recording = readRecording(peer, name);
      const place = placeOf(recording, kind, holding);
      const frame = recording.frames[place];
      const mutated = withFrame(
        recording,
        place,
        mutate(frame!, side, holding === 'getBoundProfilePackage' ? clear : 0.5),
      );
      await expect(replay(mutated)).rejects.toThrow('are not those recorded');
      await expect(replay(sealed(mutated))).rejects.toThrow(NotAsRecorded);
    },
  );

  it('is not taken for whole, whichever frame it is in', () => {
    for (const { peer, name } of scenarios) {
      const recording = readRecording(peer, name);
      for (const [index, frame] of recording.frames.entries()) {
        const text = JSON.stringify(frame);
        const mutated = JSON.parse(changed(text, 0.5)) as Frame;
        expect(() => {
          expectWhole(withFrame(recording, index, mutated));
        }).toThrow('are not those recorded');
      }
    }
  });

  it('is not taken for whole when a header of the peer is another', () => {
    const recording = readRecording('lpac', 'activation-code');
    const index = placeOf(recording, 'http', 'gsma/rsp/v2.2.2');
    const text = JSON.stringify(recording.frames[index]).replace('gsma/rsp/v2.2.2', 'gsma/rsp/v2.2.3');
    const mutated = withFrame(recording, index, JSON.parse(text) as Frame);
    expect(() => {
      expectWhole(mutated);
    }).toThrow(NotAsRecorded);
  });
});

describe('a recording without one of its frames', () => {
  it.each([
    ['lpac', 'activation-code', 'authenticateClient'],
    ['osmo-smdpp', 'nist-tls', 'authenticateClient'],
  ] as const)('%s/%s fails without its %s', { timeout: patience }, async (peer, name, holding) => {
    const recording = readRecording(peer, name);
    const place = placeOf(recording, 'http', holding);
    const frames = recording.frames.filter((_frame, index) => index !== place);
    await expect(replay(sealed({ ...recording, frames }))).rejects.toThrow(NotAsRecorded);
  });
});

describe('a replay', () => {
  it('fails when card and orders end elsewhere', { timeout: patience }, async () => {
    const recording = readRecording('lpac', 'list-empty');
    const standing = { ...recording.standing, notifications: ['1 notificationInstall'] };
    await expect(replay({ ...recording, standing })).rejects.toThrow('the end was');
  });

  it('fails when draws are not the recorded ones', { timeout: patience }, async () => {
    const recording = readRecording('lpac', 'activation-code');
    const draws = recording.draws.map(
      ([path, purpose, octets]) => [path, purpose, changed(octets, 0.2)] as const,
    );
    await expect(replay({ ...recording, draws })).rejects.toThrow(NotAsRecorded);
  });
});
