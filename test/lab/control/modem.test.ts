import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parsePlmn } from '#shared/identifiers/plmn';
import { seconds } from '#shared/runtime/span';

import type { Lab } from './support.ts';
import { openLab } from './support.ts';

const modem = '/api/devices/device-1/modem';
const cell = (plmn: string, country: string) =>
  ({ plmn: parsePlmn(plmn), tac: 1, accessTechnology: 'E-UTRAN', country }) as const;

let lab: Lab;
let iccid: string;
beforeAll(async () => {
  lab = await openLab({ network: { cells: [cell('001/01', 'US'), cell('262/01', 'DE')] } });
  await lab.world.clock.run(async () => {
    const { activationCode, order } = await lab.world.desk.order({ balance: { octets: 100 } });
    iccid = order.iccid;
    await lab.world.device().download(activationCode);
    await lab.world.device().modem.register();
  });
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

const ask = async (method: string, below = '', body?: object) =>
  (await lab.ask(method, modem + below, body)).json;

describe('the modem over the control API', () => {
  it('says how it stands with the network, and where the device is', async () => {
    expect(await ask('GET')).toEqual({
      registration: { state: 'home', iccid, plmn: '001/01' },
      country: 'US',
      wifi: true,
    });
  });

  it('uses data as far as the balance goes', async () => {
    expect(await ask('POST', '/use', { host: 'video.example', octets: 60 })).toEqual({ outcome: 'carried' });
    expect(await ask('POST', '/use', { host: 'video.example', octets: 60 })).toEqual({ outcome: 'blocked' });
  });

  it('goes with the device to another country', async () => {
    expect(await ask('POST', '/move', { country: 'de' })).toMatchObject({ country: 'DE' });
    await lab.world.clock.advance(seconds(3));
    expect(await ask('GET')).toMatchObject({ registration: { state: 'roaming', plmn: '262/01' } });
    expect(await ask('POST', '/register', { network: '262/01' })).toMatchObject({
      registration: { state: 'roaming' },
    });
  });

  it('is switched off and on', async () => {
    expect(await ask('POST', '/power', { to: 'off' })).toMatchObject({
      registration: { state: 'deregistered' },
    });
    expect(await ask('POST', '/use', { host: 'video.example', octets: 1 })).toEqual({ outcome: 'noSession' });
    await ask('POST', '/power', { to: 'on' });
    expect(await ask('POST', '/register')).toMatchObject({ registration: { state: 'roaming' } });
  });

  it('carries the pages while the device is not on Wi-Fi', async () => {
    expect(await ask('PUT', '/wifi', { on: false })).toMatchObject({ wifi: false });
    expect(lab.world.device().wifi).toBe(false);
  });

  it.each([
    ['/move', { country: 'Germany' }],
    ['/register', { network: 'x' }],
    ['/power', { to: 'up' }],
    ['/use', { host: 'video.example', octets: -1 }],
    ['/use', { octets: 1 }],
  ])('%s does not understand %j', async (below, body) => {
    expect(await lab.ask('POST', modem + below, body)).toMatchObject({ status: 400 });
  });

  it('is not there without a network', async () => {
    await using bare = await openLab();
    expect(await bare.ask('GET', modem)).toMatchObject({
      status: 409,
      json: { error: 'device-1 has no modem: this lab was opened without a network' },
    });
    expect(await bare.ask('GET', '/api/devices/nobody/modem')).toMatchObject({ status: 404 });
  });
});
