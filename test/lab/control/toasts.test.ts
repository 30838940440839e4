import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openDirectPage } from '#device-sim/mobile-plans/index';
import { minutes } from '#shared/runtime/span';

import type { Lab } from './support.ts';
import { openLab } from './support.ts';

const toasts = '/api/devices/device-1/toasts';
const buyLater = (code: string): string => `
  var purchase = MobilePlans.createPurchaseMetaData();
  purchase.moDirectStatus = MobilePlansMoDirectStatus.complete;
  purchase.planName = 'Travel';
  var context = MobilePlansInlineOperations.notifyProfileDownload(purchase, '${code}', 10);
  context.Id;
`;

let lab: Lab;
beforeAll(async () => {
  const mobilePlans = { portalUrl: 'https://portal.operator.test/' };
  lab = await openLab({ devices: [{ name: 'device-1', mobilePlans }] });
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

/** Buys for later in a portal that is left at once. Returns the Id of the operation. */
async function bought(code: string, portalUrl?: string): Promise<string> {
  const device = lab.world.device();
  const app = portalUrl === undefined ? device.mobilePlans : device.openMobilePlans({ portalUrl });
  const page = openDirectPage(await app.launch());
  const id = String(page.run(buyLater(code)));
  page.close();
  return id;
}

describe('toasts over the control API', () => {
  it('are announced, shown when their time has come, and accepted', async () => {
    expect((await lab.ask('GET', toasts)).json).toEqual({ toasts: [], awaited: [] });
    const { activationCode, order } = await lab.world.desk.order({});
    const operation = await bought(activationCode);
    expect((await lab.ask('GET', toasts)).json).toEqual({
      toasts: [],
      awaited: [{ operation, what: 'toast', due: '2026-11-23T09:10:00.000Z' }],
    });
    await lab.world.clock.advance(minutes(10));
    expect((await lab.ask('GET', toasts)).json).toEqual({
      toasts: [
        {
          id: '1',
          kind: 'downloadReady',
          text: '"Travel" is ready: install its profile now?',
          state: 'shown',
          onScreen: true,
          shownAt: '2026-11-23T09:10:00.000Z',
          operation,
        },
      ],
      awaited: [],
    });
    const accepted = await lab.ask('POST', `${toasts}/1/accept`);
    expect(accepted.json).toEqual({ ok: true, result: 'success', iccid: order.iccid });
    expect(await lab.world.device().lpa.profiles()).toMatchObject([{ iccid: order.iccid }]);
  });

  it('are answered once', async () => {
    const again = await lab.ask('POST', `${toasts}/1/ignore`);
    expect(again).toMatchObject({
      status: 409,
      json: { error: 'toast 1 of 2026-11-23T09:10:00.000Z was accepted already' },
    });
    expect((await lab.ask('POST', `${toasts}/1/accept`)).status).toBe(409);
  });

  it('of a portal of somebody else are on the same screen, and can be ignored', async () => {
    await bought('1$smdp.operator.test$X', 'https://portal.example/');
    await lab.world.clock.advance(minutes(10));
    expect((await lab.ask('POST', `${toasts}/2/ignore`)).json).toEqual({ ok: true });
    expect((await lab.ask('GET', toasts)).json).toMatchObject({
      toasts: [{ id: '1' }, { state: 'ignored' }],
    });
  });

  it('whose download fails say why, and when it is tried again', async () => {
    const { activationCode } = await lab.world.desk.order({ released: false });
    await bought(activationCode);
    await lab.world.clock.advance(minutes(10));
    expect((await lab.ask('POST', `${toasts}/3/accept`)).json).toEqual({
      ok: false,
      result: 'profileNotReleasedByOperator',
      retryAt: '2026-11-23T09:31:00.000Z',
    });
  });

  it('that are only told can be accepted, and nothing comes of it', async () => {
    await lab.world.clock.advance(minutes(5));
    const { json } = await lab.ask('GET', toasts);
    expect(json).toMatchObject({ toasts: [{}, {}, {}, { id: '4', kind: 'downloadFailed' }] });
    expect((await lab.ask('POST', `${toasts}/4/accept`)).json).toEqual({ ok: true });
  });

  it.each([
    ['GET', '/api/devices/nobody/toasts', 404, 'there is no device "nobody"; there is: device-1'],
    ['POST', `${toasts}/9/accept`, 404, 'device-1 has no toast "9"; there is: 1, 2, 3, 4'],
  ])('%s %s is %i: %s', async (method, path, status, error) => {
    expect(await lab.ask(method, path)).toEqual({ status, json: { error } });
  });
});
