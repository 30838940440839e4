import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Lab } from './support.ts';
import { openLab } from './support.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

const misbehave = (body: object) => lab.ask('POST', '/api/misbehave', body);
const ordered = async () => (await lab.ask('GET', '/api/misbehave')).json;

describe('misbehaviour over the control API', () => {
  it('is ordered for the next call of a function, and happens once', async () => {
    expect(await misbehave({ at: 'downloadOrder', refuse: 'profileTypeUsedUp' })).toEqual({
      status: 200,
      json: { ordered: ['downloadOrder: refuse profileTypeUsedUp'] },
    });
    const refused = await lab.ask('POST', '/api/orders', {});
    expect(refused).toMatchObject({
      status: 409,
      json: { error: expect.stringMatching(/profileTypeUsedUp, 8\.2\.5\/3\.7/) as string },
    });
    expect(await ordered()).toEqual({ ordered: [] });
    expect((await lab.ask('POST', '/api/orders', {})).status).toBe(200);
  });

  it('has a server answer with an HTTP status, and hang up: the lab says there was no answer', async () => {
    await misbehave({ at: 'confirmOrder', httpStatus: 503 });
    const { status, json } = await lab.ask('POST', '/api/orders', {});
    expect(status).toBe(409);
    expect(json).toMatchObject({
      error: expect.stringMatching(/^no answer of the SM-DP\+: .*503/) as string,
      code: 'noAnswer',
    });
    await misbehave({ at: 'downloadOrder', hangUp: 'before' });
    expect((await lab.ask('POST', '/api/orders', {})).json).toMatchObject({
      error: expect.stringMatching(/the connection ended before the answer/) as string,
    });
    expect(await ordered()).toEqual({ ordered: [] });
  });

  it('is that of the operator for its callback', async () => {
    expect((await misbehave({ at: 'handleDownloadProgressInfo', delay: '2m' })).json).toEqual({
      ordered: ['handleDownloadProgressInfo: delay 2m'],
    });
  });

  it.each<[object, RegExp]>([
    [{}, /at: it is no function that can be made to go wrong; known: initiateAuthentication, /],
    [{ at: 'downloadOrdr', delay: '1m' }, /did you mean downloadOrder\?/],
    [{ at: 'downloadOrder' }, /say one thing that it does/],
    [{ at: 'downloadOrder', delay: '1m', hangUp: 'after' }, /say one thing that it does/],
    [{ at: 'downloadOrder', refuse: 'profileTypeUsedUpp' }, /did you mean profileTypeUsedUp\?/],
    [{ at: 'downloadOrder', httpStatus: 200 }, /httpStatus: /],
    [{ at: 'downloadOrder', hangUp: 'now' }, /hangUp: /],
    [{ at: 'downloadOrder', delay: 'long' }, /delay: not a span/],
    [{ at: 'handleDownloadProgressInfo', refuse: 'eidMismatch' }, /cannot refuse it; have it answer/],
  ])('does not understand %j', async (body, error) => {
    expect(await misbehave(body)).toMatchObject({
      status: 400,
      json: { error: expect.stringMatching(error) as string },
    });
  });
});
