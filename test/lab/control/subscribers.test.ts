import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { OrderAnswer } from '#lab/control/index';

import type { Lab } from './support.ts';
import { openLab } from './support.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ network: {}, devices: [] });
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

const order = async (terms: object = {}): Promise<OrderAnswer> =>
  (await lab.ask('POST', '/api/orders', terms)).json as OrderAnswer;

describe('the desk over the control API, where there is a network', () => {
  it('has an order become available by itself, and the network know its subscriber later', async () => {
    const placed = await order({
      available: { after: '10m' },
      provision: { after: '5m', from: 'order' },
      balance: { octets: 1_000_000, validFor: '30d' },
    });
    expect(placed).toMatchObject({
      state: 'Confirmed',
      availableAt: expect.any(String) as unknown,
      provisioned: false,
      provision: { after: '5m', from: 'order', onlyIfInstalled: false, at: expect.any(String) as unknown },
    });
    await lab.ask('POST', '/api/clock/advance', { by: '10m' });
    const { json } = await lab.ask('GET', `/api/orders/${placed.iccid}`);
    expect(json).toMatchObject({ state: 'Released', provisioned: true, balance: { octets: 1_000_000 } });
    expect(json).not.toHaveProperty('provision');
    expect(json).not.toHaveProperty('availableAt');
  });

  it('bars a subscriber, lets it in again, and sets what it may use', async () => {
    const { iccid } = await order();
    const ask = async (method: string, what: string, request: object = {}): Promise<unknown> =>
      (await lab.ask(method, `/api/orders/${iccid}/${what}`, request)).json;
    expect(await ask('POST', 'bar', { cause: 7 })).toMatchObject({ barred: 7 });
    expect(await ask('POST', 'unbar')).not.toHaveProperty('barred');
    expect(await ask('PUT', 'balance', { octets: 0 })).toMatchObject({ balance: { octets: 0 } });
    expect(await ask('PUT', 'balance', { octets: null })).not.toHaveProperty('balance');
    const wrong = ['-1', '"much"'].map((octets) => JSON.parse(octets) as unknown);
    for (const octets of wrong)
      expect(await lab.ask('PUT', `/api/orders/${iccid}/balance`, { octets })).toMatchObject({ status: 400 });
    expect(await lab.ask('POST', `/api/orders/${iccid}/bar`, { cause: 4 })).toMatchObject({ status: 400 });
  });

  it('has the network know a subscriber by hand', async () => {
    const { iccid, provisioned } = await order({ provision: false });
    expect(provisioned).toBe(false);
    expect(await lab.ask('POST', `/api/orders/${iccid}/provision`)).toMatchObject({
      status: 200,
      json: { provisioned: true },
    });
  });

  it.each([
    { available: 'sometime' },
    { available: { after: '10' } },
    { available: { at: 'noon' } },
    { provision: { after: '10m', from: 'birth' } },
    { balance: { octets: -1 } },
  ])('does not have %j', async (terms) => {
    expect(await lab.ask('POST', '/api/orders', terms)).toMatchObject({ status: 400 });
  });
});
