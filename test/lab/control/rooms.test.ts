import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { DeviceAnswer, DownloadAnswer, OrderAnswer } from '#lab/control/index';

import type { Lab } from './support.ts';
import { openLab } from './support.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

const order = async (terms: object = {}): Promise<OrderAnswer> =>
  (await lab.ask('POST', '/api/orders', terms)).json as OrderAnswer;
const device = async (): Promise<DeviceAnswer> =>
  (await lab.ask('GET', '/api/devices/device-1')).json as DeviceAnswer;
const download = async (request: object): Promise<DownloadAnswer> =>
  (await lab.ask('POST', '/api/devices/device-1/download', request)).json as DownloadAnswer;

describe('a device over the control API', () => {
  it('downloads what was ordered, and its card tells so', async () => {
    const { iccid, activationCode } = await order({ profileName: '10 GB' });
    expect(await download({ activationCode })).toEqual({
      ok: true,
      iccid,
      state: 'enabled',
      notifications: { delivered: 2, pending: 0 },
      resumed: false,
    });
    const told = await device();
    expect(told).toMatchObject({
      name: 'device-1',
      eid: lab.world.device().eid,
      notifications: [],
      profiles: [{ iccid, state: 'enabled', profileName: '10 GB' }],
    });
    expect(told.freeOctets).toBe(told.card['freeOctets']);
  });

  it('tells a failed download as the command line does, with what was last on the wires', async () => {
    const { activationCode } = await order({ confirmationCode: '77' });
    expect(await download({ activationCode })).toMatchObject({
      ok: false,
      stage: 'confirmationCode',
      refusal: null,
      cause: { kind: 'user', code: 'noConfirmationCode' },
      last: { apdu: { what: expect.any(String) as unknown }, http: { status: 200 } },
    });
    expect(await download({ activationCode, confirmationCode: '78' })).toMatchObject({
      ok: false,
      refusal: { name: 'confirmationCodeRefused', subject: '8.2.7', reason: '3.8' },
    });
    expect(await download({ activationCode, confirmationCode: '77' })).toMatchObject({ ok: true });
  });

  it('asks whether rules are taken, and keeps the order until that is decided', async () => {
    const { activationCode } = await order({ profilePolicyRules: ['ppr2'], profileName: 'ruled' });
    expect(await download({ activationCode })).toMatchObject({
      ok: false,
      stage: 'consent',
      cause: { kind: 'user', code: 'later' },
      question: { profileName: 'ruled', profilePolicyRules: ['ppr2'] },
    });
    expect(await download({ activationCode, acceptPpr: false })).toMatchObject({
      cause: { code: 'reject' },
    });
  });

  it('names, disables, enables and deletes profiles, and tells the server', async () => {
    const { iccid, activationCode } = await order();
    await download({ activationCode, enable: false });
    const profile = `/api/devices/device-1/profiles/${iccid}`;
    expect((await lab.ask('PATCH', profile, { nickname: 'Work' })).json).toEqual({ iccid, nickname: 'Work' });
    expect((await lab.ask('POST', `${profile}/enable`)).json).toMatchObject({ ok: true });
    expect((await lab.ask('POST', `${profile}/disable`)).json).toMatchObject({
      notifications: { delivered: 1, pending: 0 },
    });
    expect((await lab.ask('DELETE', profile)).json).toMatchObject({ ok: true });
    expect(await lab.ask('DELETE', profile)).toMatchObject({
      status: 409,
      json: { status: 'ProfileNotPresent', code: 'iccidOrAidNotFound' },
    });
    expect((await lab.ask('POST', '/api/devices/device-1/notifications/deliver')).json).toMatchObject({
      ok: true,
    });
    expect((await lab.ask('PATCH', profile, { nickname: 'ä'.repeat(33) })).status).toBe(400);
  });

  it('is made with the card that is asked for', async () => {
    const eid = '89049032123451234512345678901235';
    const request = { name: 'watch', eid, memory: 4_096, uiccCapability: ['usimSupport'] };
    expect((await lab.ask('POST', '/api/devices', request)).json).toEqual({ device: 'watch', eid });
    expect((await lab.ask('GET', '/api/devices')).json).toMatchObject({
      devices: [{ name: 'device-1' }, { name: 'watch', eid }],
    });
    expect((await lab.ask('POST', '/api/devices', request)).status).toBe(409);
    expect((await lab.ask('POST', '/api/devices', { name: '../x' })).status).toBe(400);
    expect((await lab.ask('POST', '/api/devices', { name: 'y', uiccCapability: ['flying'] })).json).toEqual({
      error: expect.stringContaining('uiccCapability: "flying" is none of') as unknown,
    });
  });

  it('that is not there is named with the one that was meant', async () => {
    expect(await lab.ask('GET', '/api/devices/device-2')).toEqual({
      status: 404,
      json: { error: 'there is no device "device-2"; did you mean device-1?' },
    });
  });
});

describe('the desk over the control API', () => {
  it('keeps an order back until it is released', async () => {
    const { iccid, activationCode, state } = await order({ released: false });
    expect(state).toBe('Confirmed');
    expect(await download({ activationCode })).toMatchObject({ refusal: { name: 'profileNotReleased' } });
    expect((await lab.ask('POST', `/api/orders/${iccid}/release`)).json).toMatchObject({ state: 'Released' });
    expect(await download({ activationCode })).toMatchObject({ ok: true });
    expect((await lab.ask('GET', `/api/orders/${iccid}`)).json).toMatchObject({ iccid, state: 'Installed' });
  });

  it('cancels an order, once', async () => {
    const { iccid, activationCode } = await order();
    const cancel = (): Promise<unknown> =>
      lab.ask('POST', `/api/orders/${iccid}/cancel`, { finalProfileStatus: 'Unavailable' });
    expect(await cancel()).toMatchObject({ status: 200, json: { state: 'Unavailable' } });
    expect(await download({ activationCode })).toMatchObject({ refusal: { name: 'matchingIdRefused' } });
    expect(await cancel()).toMatchObject({ status: 409 });
  });

  it('says in one line what it will not have', async () => {
    const { matchingId } = await order({ matchingId: 'TAKEN' });
    expect(matchingId).toBe('TAKEN');
    const taken = await lab.ask('POST', '/api/orders', { matchingId: 'TAKEN' });
    expect([400, 409]).toContain(taken.status);
    expect(await lab.ask('POST', '/api/orders/8900101234567890123/release')).toMatchObject({ status: 404 });
    expect(await lab.ask('POST', '/api/orders/x/release')).toMatchObject({ status: 400 });
  });

  it('gives an order only as long as it is asked to', async () => {
    const { activationCode } = await order({ validFor: '30m' });
    await lab.ask('POST', '/api/clock/advance', { by: '31m' });
    expect(await download({ activationCode })).toMatchObject({ refusal: { name: 'downloadOrderExpired' } });
  });
});
