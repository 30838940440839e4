import { expect } from 'vitest';

import type { Subscriber } from '#scenarios/operator/index';
import { memoryOperatorStore } from '#scenarios/operator/index';
import type { World, WorldDevice, WorldOptions } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { fromHex, fromUtf8, toHex } from '#shared/bytes/bytes';
import { iccidFromBytes, parseIccid } from '#shared/identifiers/iccid';
import { HandleDownloadProgressInfo } from '#shared/rsp/es2plus';
import { TraceHash } from '#shared/runtime/trace-hash';
import { Trace } from '#shared/runtime/trace';

import { Bench } from './bench.ts';

type Store = ReturnType<typeof memoryOperatorStore>;

/** A world with the operator's portal; all that happened in it, seen from every side. */
export class Shop extends Bench {
  readonly #store: Store;

  constructor(world: World, store: Store) {
    super(world, world.smdp);
    this.#store = store;
  }

  /** What the portal was told, in order: `activation success`, `registration home`. */
  get told(): readonly string[] {
    return this.events('host.callback').map(({ name, argument }) => {
      const said = JSON.parse(argument) as Readonly<Record<string, string>>;
      return `${name.replace(/(ActivationComplete|Changed)$/, '').replace('profile', 'activation')} ${
        said['activationResult'] ?? said['networkRegistrationState'] ?? ''
      }`;
    });
  }

  /** The names of the findings of the app and its window. */
  get findings(): readonly string[] {
    return this.events('finding')
      .filter(({ where }) => where === 'mobile-plans')
      .map(({ what }) => what.split(':', 1)[0] ?? '');
  }

  /** The ICCID of the only order. */
  get iccid(): string {
    const [record, ...more] = this.desk.orders();
    if (record === undefined || more.length > 0) throw new Error(`${more.length + 1} orders at the desk`);
    return record.iccid;
  }

  /** Whose keys are in the Profile of the only order. */
  async subscriber(): Promise<Subscriber> {
    const [kept] = await this.#store.all();
    if (kept?.subscriber === undefined) throw new Error('nobody has ordered');
    return kept.subscriber;
  }

  /** Where the Profile of an ICCID is at the SM-DP+. */
  async stateOf(iccid: string): Promise<string | undefined> {
    return (await this.smdp.orders.profileOf(parseIccid(iccid)))?.state;
  }

  /** What the portal knows of its purchases. */
  get purchases(): readonly string[] {
    return this.world.operator.portal?.purchases().map(({ state }) => state) ?? [];
  }

  /** The points that the SM-DP+ told the operator, by handleDownloadProgressInfo (SGP.22 §5.3.5). */
  get pointsTold(): readonly unknown[] {
    return this.events('wire')
      .filter(
        ({ lane, direction }) =>
          lane === 'ES2+' && direction === `request ${HandleDownloadProgressInfo.name}`,
      )
      .map(({ octets }) => JSON.parse(fromUtf8(octets)) as Readonly<Record<string, unknown>>)
      .map(({ notificationPointId }) => notificationPointId);
  }

  /** A digest for each lane (TraceHash of that lane alone). */
  lanes(): Readonly<Record<string, string>> {
    const lanes = new Set(this.events('wire').map(({ lane }) => lane));
    return Object.fromEntries([...lanes].sort().map((lane) => [lane, this.#digest(lane)]));
  }

  #digest(wanted: string): string {
    let at = this.clock.now();
    const replay = new Trace({ now: () => at });
    const hash = new TraceHash(replay);
    for (const record of this.records) {
      if (record.name !== 'wire' || record.event.lane !== wanted) continue;
      at = record.at;
      replay.emit('wire', record.event);
    }
    return hash.digest();
  }
}

/** Opens a world with a portal, on a seed unless told otherwise. */
export async function openShop(options: WorldOptions = {}): Promise<Shop> {
  const store = memoryOperatorStore();
  const operator = { portal: {}, store, ...options.operator };
  return new Shop(await openWorld({ seed: 1, ...options, operator }), store);
}

/** Data of a command that has to end well, in hex. */
async function data({ card }: WorldDevice, command: string): Promise<string> {
  const answer = toHex(await card.transmit(fromHex(command)));
  if (!answer.endsWith('9000')) throw new Error(`${answer} to ${command}`);
  return answer.slice(0, -4);
}

/** EF.ICCID under the MF (TS 102 221 §13.2). */
export async function iccidOnCard(device: WorldDevice): Promise<string> {
  await data(device, '00A4000C023F00');
  await data(device, '00A4000C022FE2');
  return iccidFromBytes(fromHex(await data(device, '00B000000A')));
}

/** EF.IMSI of the USIM (TS 31.102 §4.2.2). */
export async function imsiOnCard(device: WorldDevice): Promise<string> {
  await data(device, '00A4040C07A0000000871002');
  await data(device, '00A4000C026F07');
  const octets = await data(device, '00B0000009');
  const swapped = octets.slice(2).replace(/(.)(.)/g, '$2$1');
  return swapped.slice(1).replace(/F+$/, '');
}

/** That one click has come to its end, as the card, the network, the SM-DP+, the operator and the portal see it. */
export async function assertConnected(shop: Shop): Promise<void> {
  const { iccid, world } = shop;
  const device = world.device();
  const { imsi } = await shop.subscriber();
  expect(await iccidOnCard(device)).toBe(iccid);
  expect(await imsiOnCard(device)).toBe(imsi);
  expect(await device.lpa.profiles()).toMatchObject([{ iccid, state: 'enabled' }]);
  expect(shop.events('modem.aka')).toEqual([{ device: device.name, imsi, result: 'success' }]);
  expect(device.registration).toEqual({ state: 'home', iccid, plmn: '001/01' });
  expect(shop.told[0]).toBe('activation success');
  expect(shop.told.slice(1).every((said) => said.startsWith('registration '))).toBe(true);
  expect(shop.told.at(-1)).toBe('registration home');
  expect(shop.events('host.callback').every(({ outcome }) => outcome === 'delivered')).toBe(true);
  expect(shop.installationResults()).toEqual(['success']);
  expect(await shop.stateOf(iccid)).toBe('Installed');
  expect(shop.pointsTold).toEqual([1, 3, 4]);
  expect(shop.events('operator.progress').map(({ point, status }) => `${point} ${status}`)).toEqual([
    'eligibilityAndRetryLimit success',
    'bppDownload success',
    'bppInstallation success',
  ]);
  expect(shop.desk.record(iccid)).toMatchObject({ state: 'Installed', eid: device.eid, provisioned: true });
  expect(shop.purchases).toEqual(['connected']);
  expect(shop.findings).toEqual([]);
}
