import { join } from 'node:path';

import { openCardStore } from '#device-sim/euicc/index';
import { openWorld, SharedWebPki } from '#scenarios/world/index';
import type { Iccid } from '#shared/identifiers/iccid';
import { instant } from '#shared/runtime/span';
import { openSmdpStore } from '#smdp/index';

export const seed = 1;
export const firstMorning = instant('2026-11-23T09:00:00Z');
/** What the server is called in every world. */
export const smdpName = 'smdp.operator.test';
export const deviceName = 'device-1';
/** Of every life: what is told apart here is no key of TLS. */
export const web = { shared: new SharedWebPki(seed) };

/** A card without profiles and a server with one order, each in its file: where every download here begins. */
export interface Prepared {
  readonly cardFile: string;
  readonly smdpFile: string;
  readonly activationCode: string;
  readonly iccid: Iccid;
}

export async function prepare(folder: string): Promise<Prepared> {
  const cardFile = join(folder, 'device.sqlite');
  const smdpFile = join(folder, 'smdp.sqlite');
  const world = await openWorld({
    network: false,
    seed,
    web,
    start: firstMorning,
    smdp: { store: await openSmdpStore(smdpFile) },
    devices: [{ name: deviceName, store: await openCardStore(cardFile) }],
  });
  const { activationCode, order } = await world.desk.order({});
  await world.close();
  return { cardFile, smdpFile, activationCode, iccid: order.iccid };
}
