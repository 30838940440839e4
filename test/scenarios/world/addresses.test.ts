import { describe, expect, it } from 'vitest';

import { failureOf, openBench } from '../../support/bench.ts';

describe('an activation code', () => {
  it('may spell the address in another case: it is asked for and signed as it is spelt', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order();
    const shouted = activationCode.replace('smdp.operator.test', 'SMDP.Operator.Test');
    expect(await bench.device().download(shouted)).toMatchObject({
      state: 'enabled',
      notifications: { delivered: 2, pending: 0 },
    });
    expect(await bench.state(order)).toBe('Installed');
  });

  it('may name the default port and begin with LPA:', async () => {
    await using bench = await openBench();
    const { order } = await bench.order({ matchingId: 'WITH-PORT' });
    await bench.device().download('LPA:1$smdp.operator.test:443$WITH-PORT');
    expect(await bench.state(order)).toBe('Installed');
  });

  it('without a MatchingID finds the order by EID, and none a second time', async () => {
    await using bench = await openBench({ devices: [{ name: 'device-1' }, { name: 'device-2' }] });
    const { eid } = bench.device();
    const { activationCode, order } = await bench.order({ matchingId: '', eid });
    expect(activationCode).toBe('1$smdp.operator.test$');
    expect(await bench.failure(activationCode, { device: 'device-2', order })).toMatchObject({
      status: 'InvalidMatchingId',
      code: '8.2.6/3.8',
      order: 'Released',
      profilesOnCard: [],
    });
    await bench.device().download(activationCode);
    expect(await bench.state(order)).toBe('Installed');
    expect(await bench.failure(activationCode, { order })).toMatchObject({ code: '8.2.6/3.8' });
  });

  it('is made of the default SM-DP+ address of the card', async () => {
    await using bench = await openBench();
    const { lpa, eid } = bench.device();
    await lpa.setDefaultSmdpAddress('smdp.operator.test');
    const { order } = await bench.order({ matchingId: '', eid });
    const { defaultDpAddress = '' } = await lpa.addresses();
    await bench.device().download(`1$${defaultDpAddress}$`);
    expect(await bench.state(order)).toBe('Installed');
  });

  it('with the OID of the server is good, with another it is refused before the eUICC is asked', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order();
    expect(await bench.failure(`${activationCode}$2.999.11`, { order })).toEqual({
      stage: 'initiateAuthentication',
      status: 'ServerNotTrusted',
      code: 'smdpOidMismatch',
      cancelled: undefined,
      order: 'Released',
      profilesOnCard: [],
      operator: [],
    });
    expect(bench.events('card.function').map(({ name }) => name)).not.toContain('AuthenticateServer');
    await bench.device().download(`${activationCode}$2.999.10`);
    expect(await bench.state(order)).toBe('Installed');
  });

  it('of a server that is not there says so', async () => {
    await using bench = await openBench({ smdp: false });
    const failure = await failureOf(bench.device().download('1$127.0.0.1:1$M-1'));
    expect(failure).toMatchObject({ stage: 'initiateAuthentication', status: 'ServerNotReachable' });
  });

  it("of somebody's live server is refused before anything is sent", async () => {
    await using bench = await openBench();
    const failure = await failureOf(bench.device().download('1$smdp.example-operator.com$M-1'));
    expect(failure).toMatchObject({
      stage: 'activationCode',
      diagnosis: { kind: 'input', code: 'liveServer' },
    });
    expect(bench.events('wire')).toEqual([]);
  });

  it('of an alias of the server names that alias in what is signed', async () => {
    await using bench = await openBench({ smdp: { public: { port: 0, aliases: ['lab.test'] } } });
    const { order } = await bench.order({ matchingId: 'ALIAS' });
    const code = `1$127.0.0.1:${bench.smdp.port}$ALIAS`;
    expect(await bench.device().download(code)).toMatchObject({
      notifications: { delivered: 2, pending: 0 },
    });
    expect(await bench.state(order)).toBe('Installed');
    const { iccid } = order;
    await bench.device().lpa.disable(iccid, { deliver: false });
    expect(await bench.device().lpa.notifications()).toMatchObject([
      { notificationAddress: `127.0.0.1:${bench.smdp.port}` },
    ]);
  });
});
