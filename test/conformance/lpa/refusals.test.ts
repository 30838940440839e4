import { describe, expect, it } from 'vitest';

import { openBench } from '../../support/bench.ts';
import type { Json } from '../../device-sim/lpa/scripted-server.ts';
import { refused } from '../../device-sim/lpa/scripted-server.ts';
import type { Reference } from './reference.ts';
import { openReference } from './reference.ts';
import { statusCodes } from './status-codes.ts';

/** The functions with an answer, and what of the card has been reached when each of them fails. */
const steps = [
  ['initiateAuthentication', []],
  ['authenticateClient', ['BF38']],
  ['getBoundProfilePackage', ['BF38', 'BF21']],
] as const;

/** A download in which one function answers that. */
async function failureAt(
  reference: Reference,
  name: (typeof steps)[number][0],
  answer: Json | { readonly httpStatus: number; readonly body?: string },
) {
  const { smdp, card } = reference;
  const before = card.commands.length;
  smdp.on(name, answer);
  const failure = await reference.failure();
  smdp.on(name, smdp[name]);
  expect(failure.stage).toBe(name);
  expect(failure.message).not.toContain('\n');
  expect(smdp.called.at(-1)).toBe(name);
  const functions = card.commands.slice(before).map((command) => command.slice(0, 4));
  const reached = functions.filter((each) => ['BF38', 'BF21', 'BF36', 'BF41'].includes(each));
  return { failure, reached };
}

const pairOf = (codes: string) => codes.split('/') as [string, string];

/**
 * A server that refuses a function has ended its session with that (es9plus.md §4), so that the LPAd stops and cancels
 * nothing: a CancelSession would be refused with 8.10.1/3.9, or would end an order that can still be had.
 */
describe('SGP.23 §4.4, a function of ES9+ is refused (SGP.22 §5.2.6)', () => {
  it.each(statusCodes)(
    'C169a with %s, at each step: the person is told so (%s), in the stage of that step',
    async (codes, says) => {
      await using reference = await openReference();
      const [subject, reason] = pairOf(codes);
      for (const [name, expected] of steps) {
        const { failure, reached } = await failureAt(reference, name, refused(subject, reason, ''));
        expect([failure.diagnosis.code, failure.cancelled]).toEqual([codes, undefined]);
        expect(failure.message).toMatch(says);
        expect(failure.message).toContain(`(${codes})`);
        expect(reached).toEqual(expected);
      }
    },
  );

  it.each([
    ['C169b', 0],
    ['C169c', 1],
    ['C169d', 2],
  ])('%s at step %i: the same eUICC gets the profile the next time', async (_number, step) => {
    await using reference = await openReference();
    await failureAt(reference, steps[step]![0], refused('8.2.6', '3.8'));
    expect(await reference.download()).toMatchObject({ ok: true, resumed: false });
  });

  it.each([
    ['C169e', '8.8/3.10'],
    ['C169f', '8.10.1/3.9'],
  ])(
    '%s cancelSession with %s: the person is told why it was cancelled, not that',
    async (_number, codes) => {
      await using reference = await openReference();
      const [subject, reason] = pairOf(codes);
      reference.smdp.on('cancelSession', refused(subject, reason));
      reference.answers = ['later'];
      const { status, message } = await reference.failure();
      expect(status).toBe('OperationAborted');
      expect(message).toContain('the profile was put off');
      expect(await reference.download()).toMatchObject({ ok: true });
    },
  );

  it('C169g with words of its own: the person reads them, in one line', async () => {
    await using reference = await openReference();
    reference.smdp.on('authenticateClient', refused('8.2.6', '3.8', 'sold\nout'));
    expect((await reference.failure()).message).toContain('sold out (8.2.6/3.8)');
  });

  it('C169h in truth: our server has no session left, the order is as before, and the right code gets it', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order({ confirmationCode: '1234' });
    const wrong = { order, confirmationCode: '4321' };
    expect(await bench.failure(activationCode, wrong)).toMatchObject({
      code: '8.2.7/3.8',
      order: 'Released',
    });
    expect(bench.smdp.sessions()).toEqual([]);
    await bench.device().download(activationCode, { confirmationCode: '1234' });
    expect(await bench.state(order)).toBe('Installed');
  });
});

describe('SGP.23 §4.4, what comes is no answer of ES9+ (SGP.22 §6.5.1)', () => {
  it.each([
    ['C170a', 'HTTP 500', { httpStatus: 500, body: 'Traceback\n  more' }, '500'],
    ['C170b', 'HTTP 500 without a body', { httpStatus: 500 }, '500'],
    ['C170c', 'HTTP 404', { httpStatus: 404, body: 'nothing here' }, '404'],
    ['C170d', 'an empty body', { httpStatus: 200, body: '' }, 'malformed'],
    ['C170e', 'HTML', { httpStatus: 200, body: '<!doctype html><title>Sign in</title>' }, 'body'],
    ['C170f', 'JSON without a header', {}, 'malformed'],
    [
      'C170g',
      'a status that nobody knows',
      { header: { functionExecutionStatus: { status: 'Maybe' } } },
      'malformed',
    ],
  ] as const)(
    '%s %s, at each step: a failure of the server, and the next try goes well',
    async (_number, _what, answer, code) => {
      await using reference = await openReference();
      for (const [name, expected] of steps) {
        const { failure, reached } = await failureAt(reference, name, answer);
        const status = 'ServerFailure';
        expect(failure.diagnosis).toEqual({ status, kind: 'http', code });
        expect(reached).toEqual(expected);
      }
      expect(await reference.download()).toMatchObject({ ok: true });
    },
  );
});
