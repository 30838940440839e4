import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { DeviceAnswer } from '#lab/control/index';

import type { Answered, Lab } from './support.ts';
import { openLab } from './support.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

const one = '/api/devices/device-1';
const set = (address: unknown): Promise<Answered> => lab.ask('PUT', `${one}/default-smdp`, { address });
const shown = async (): Promise<unknown> =>
  ((await lab.ask('GET', one)).json as DeviceAnswer).card['defaultSmdpAddress'];
const download = async (request: object = {}): Promise<unknown> =>
  (await lab.ask('POST', `${one}/download`, request)).json;

describe('the default SM-DP+ over the control API', () => {
  it('is set, shown and taken away', async () => {
    expect(await set('localhost:8443')).toEqual({ status: 200, json: { address: 'localhost:8443' } });
    expect(await shown()).toBe('localhost:8443');
    expect(await set('')).toEqual({ status: 200, json: { address: '' } });
    expect(await shown()).toBe('');
  });

  it('is asked by a download without a code for what was ordered for the EID', async () => {
    await set(lab.world.smdp.address);
    const { eid } = lab.world.device();
    const order = { eid, matchingId: '', profileName: 'at first start' };
    const { iccid } = (await lab.ask('POST', '/api/orders', order)).json as { iccid: string };
    expect(await download()).toMatchObject({ ok: true, iccid, state: 'enabled' });
    expect(await download()).toMatchObject({ ok: false, refusal: { name: 'matchingIdRefused' } });
  });

  it('is missed by a download without a code, which is an answer', async () => {
    await set('');
    expect(await download()).toMatchObject({
      ok: false,
      stage: 'activationCode',
      refusal: null,
      cause: { kind: 'input', code: 'noDefaultSmdp' },
      last: { apdu: { what: 'GetEuiccConfiguredAddresses' } },
    });
  });

  it('is no live server, no URL and no other kind of value: 400 and a line', async () => {
    await set('localhost:8443');
    for (const [address, says] of [
      ['smdp.operator.com', /^the request is not understood: address: smdp\.operator\.com looks like a live/],
      [
        'https://localhost:8443',
        /^the request is not understood: address: ".*" is a URL; give host and port/,
      ],
      [7, /^the request is not understood: address: /],
    ] as const) {
      const { status, json } = await set(address);
      expect(status).toBe(400);
      expect(json).toEqual({ error: expect.stringMatching(says) as unknown });
    }
    expect((await lab.ask('PUT', `${one}/default-smdp`, {})).status).toBe(400);
    expect((await lab.ask('PUT', '/api/devices/other/default-smdp', { address: '' })).status).toBe(404);
    expect(await shown()).toBe('localhost:8443');
  });
});

describe('an order without a MatchingID over the control API', () => {
  it('needs the EID by which it is found', async () => {
    const { status, json } = await lab.ask('POST', '/api/orders', { matchingId: '' });
    expect(status).toBe(409);
    expect(json).toMatchObject({ error: expect.stringContaining('8.1.1') as unknown });
  });
});
