import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { minutes } from '#shared/runtime/span';

import type { Lab } from './support.ts';
import { openLab } from './support.ts';

const refusals = '/api/network/refusals';

let lab: Lab;
let iccid: string;
let imsi: string;
beforeAll(async () => {
  lab = await openLab({ network: {} });
  await lab.world.clock.run(async () => {
    const { activationCode, order, subscriber } = await lab.world.desk.order({});
    iccid = order.iccid;
    imsi = subscriber?.imsi ?? '';
    await lab.world.device().download(activationCode);
    await lab.world.device().modem.register();
  });
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

/** How the modem stands once it was switched off and on. */
const registered = async () => {
  await lab.world.clock.run(async () => {
    const { modem } = lab.world.device();
    await modem.power('off');
    await modem.power('on');
    await modem.register();
  });
  const { state, cause } = lab.world.device().modem.registration;
  return [state, cause];
};

describe('the network over the control API', () => {
  it('turns nobody away unless told so', async () => {
    expect(await lab.ask('GET', refusals)).toEqual({ status: 200, json: { refusals: [] } });
    expect(await registered()).toEqual(['home', undefined]);
  });

  it('turns everyone away with a cause, until it is taken back', async () => {
    expect(await lab.ask('PUT', `${refusals}/everyone`, { how: 15 })).toEqual({
      status: 200,
      json: { refusals: [{ who: 'everyone', how: 15 }] },
    });
    expect(await registered()).toEqual(['denied', 15]);
    expect((await lab.ask('DELETE', `${refusals}/everyone`)).json).toEqual({ refusals: [] });
    expect(await registered()).toEqual(['home', undefined]);
  });

  it('turns the subscriber of an order away for a while, and lets it in after that', async () => {
    const { json } = await lab.ask('PUT', `${refusals}/${iccid}`, { how: 17, for: '10m' });
    expect(json).toMatchObject({ refusals: [{ who: imsi, how: 17 }] });
    expect((await registered())[1]).toBe(17);
    await lab.world.clock.run(() => lab.world.clock.advance(minutes(10)));
    expect((await lab.ask('GET', refusals)).json).toEqual({ refusals: [] });
    expect(await registered()).toEqual(['home', undefined]);
  });

  it('is congested for a while', async () => {
    const { json } = await lab.ask('PUT', `${refusals}/${imsi}`, { how: 'congestion', for: '30m' });
    expect(json).toMatchObject({ refusals: [{ how: 'congestion' }] });
    expect((await registered())[1]).toBe(22);
    await lab.ask('DELETE', `${refusals}/${iccid}`);
    expect((await lab.ask('GET', refusals)).json).toEqual({ refusals: [] });
  });

  it.each<[who: string, body: object, error: RegExp]>([
    ['everyone', {}, /how: /],
    ['everyone', { how: 1 }, /how: /],
    ['everyone', { how: 'congestion' }, /for: a congested network says for how long/],
    ['everyone', { how: 15, for: 'soon' }, /for: not a span/],
    ['everyone', { how: 15, until: '10m' }, /until/],
    ['somebody', { how: 15 }, /it is everyone, an IMSI or the ICCID of an order/],
  ])('does not understand %s, %j', async (who, body, error) => {
    expect(await lab.ask('PUT', `${refusals}/${who}`, body)).toMatchObject({
      status: 400,
      json: { error: expect.stringMatching(error) as string },
    });
  });

  it('knows no subscriber of an ICCID that was never ordered', async () => {
    const { status, json } = await lab.ask('PUT', `${refusals}/8900101999999999996`, { how: 15 });
    expect(status).toBe(404);
    expect(json).toMatchObject({ error: expect.stringMatching(/^no order has a subscriber/) as string });
  });

  it('is not there in a lab without one', async () => {
    await using bare = await openLab();
    expect(await bare.ask('GET', refusals)).toMatchObject({
      status: 409,
      json: { error: 'this lab was opened without a network' },
    });
  });
});
