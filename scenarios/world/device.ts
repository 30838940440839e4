import type { CardStore, Euicc, PlainSim } from '#device-sim/euicc/index';
import { memoryCardStore, openEuicc, openPlainSim } from '#device-sim/euicc/index';
import type { DownloadResult, Lpa, LpaHost } from '#device-sim/lpa/index';
import { acceptingHost, openLpa } from '#device-sim/lpa/index';
import type { MobilePlans, MobilePlansSettings, Toasts } from '#device-sim/mobile-plans/index';
import { openToasts } from '#device-sim/mobile-plans/index';
import type { CardContacts, Modem, Registration, RegistrationState } from '#device-sim/modem/index';
import { openModem } from '#device-sim/modem/index';
import type { DataPath, Network } from '#device-sim/network/index';
import { openDataPath } from '#device-sim/network/index';
import type { Bytes } from '#shared/bytes/bytes';
import { toHex, toUtf8 } from '#shared/bytes/bytes';
import { sha256 } from '#shared/crypto/digest';
import { httpClient } from '#shared/http/client';
import type { Names } from '#shared/http/dial';
import type { Eid } from '#shared/identifiers/eid';
import type { Iccid } from '#shared/identifiers/iccid';
import type { Imei } from '#shared/identifiers/imei';
import { makeImei, parseImei } from '#shared/identifiers/imei';
import type { CiSet } from '#shared/pki/certificate-issuers';
import { CiStore } from '#shared/pki/ci-store';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';

import { CardSlot } from './card-slot.ts';
import { Closing } from './closing.ts';
import { makeCard } from './make-card.ts';
import { mobilePlansSettings, openMobilePlansOn } from './mobile-plans.ts';
import type { RegistrationWait } from './registered.ts';
import { untilRegistered } from './registered.ts';
import type { DevicePart } from './world-options.ts';

/** What the devices of a world have in common. */
export interface DeviceSurroundings {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  readonly cis: CiSet;
  readonly names: Names;
  /** Undefined where there is none: devices have no modem then. */
  readonly network: Pick<Network, 'air' | 'session' | 'countryOf'> | undefined;
  /** The operator's portal, if it has one. */
  readonly portal: { readonly port: number } | undefined;
}

/** How a test or a scenario has a device download; what is left out is a person who says yes. */
export interface DeviceDownload {
  readonly enable?: boolean;
  readonly confirmationCode?: string;
  readonly acceptPpr?: boolean;
  readonly host?: Partial<LpaHost>;
  readonly smdpUrl?: string;
}

/** A device: its card, its LPA, and its modem where there is a network. */
export interface WorldDevice {
  readonly name: string;
  readonly eid: Eid;
  readonly imei: Imei;
  readonly card: Euicc;
  readonly lpa: Lpa;
  /** @throws Error where the world was opened without a network. */
  readonly modem: Modem;
  /** Where its modem stands; undefined where it has none. */
  readonly registration: Registration | undefined;
  /** The app that hosts the operator's portal. @throws Error where nobody says which portal that is. */
  readonly mobilePlans: MobilePlans;
  /** Every such app, that one included. */
  readonly apps: readonly MobilePlans[];
  /** Its screen, where every such app shows toasts. */
  readonly toasts: Toasts;
  /** One more such app, set up for another portal; closed with the device. @throws SettingsRefused */
  openMobilePlans(settings: MobilePlansSettings): MobilePlans;
  /**
   * Puts a SIM of plastic in the place of the eUICC: the device has that subscription, no EID, and nothing to download to.
   * @param profilePackage what is on it, unprotected @throws TypeError when that cannot be loaded; Error where there is no modem
   */
  insertSim(iccid: Iccid, profilePackage: Bytes): Promise<void>;
  /** Whether its pages go out by Wi-Fi, as long as they may; over the data session of its modem where not. */
  wifi: boolean;
  /** The way of its pages to the network, opened when it is first asked for: the proxy of a browser. */
  dataPath(): Promise<DataPath>;
  /** Downloads and, unless told otherwise, enables. @throws DownloadFailed */
  download(activationCode: string, how?: DeviceDownload): Promise<DownloadResult>;
  /** Until its modem stands there; a stepped clock is wound meanwhile. @throws NotRegistered after an hour of the Clock */
  registered(state: RegistrationState, wait?: RegistrationWait): Promise<void>;
  close(): Promise<void>;
}

/** Opens a device; a card is made when its store is empty. */
export async function openDevice(part: DevicePart, world: DeviceSurroundings): Promise<WorldDevice> {
  const closing = new Closing();
  try {
    return await openParts(part, world, closing);
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function openParts(
  part: DevicePart,
  world: DeviceSurroundings,
  closing: Closing,
): Promise<WorldDevice> {
  const { name, store = memoryCardStore() } = part;
  const entropy = world.entropy.at(name);
  const card = await openCard(store, part, { ...world, entropy }, closing);
  const imei = part.imei === undefined ? imeiFor(card.eid) : parseImei(part.imei);
  const slot = new CardSlot(card);
  const modem = await startModem({ ...world, name, imei, card: slot, entropy }, closing);
  const lpa = openDeviceLpa(part, world, modem?.card ?? card);
  closing.add(lpa);
  const toasts = openToasts({ ...world, device: name });
  closing.add(toasts);
  return new OpenedDevice({ part, world, closing, card, imei, slot, modem, lpa, toasts });
}

interface OpenedParts extends Pick<WorldDevice, 'card' | 'imei' | 'lpa' | 'toasts'> {
  readonly part: DevicePart;
  readonly world: DeviceSurroundings;
  readonly closing: Closing;
  readonly slot: CardSlot;
  readonly modem: Modem | undefined;
}

class OpenedDevice implements WorldDevice {
  readonly name: string;
  readonly eid: Eid;
  readonly imei: Imei;
  readonly card: Euicc;
  readonly lpa: Lpa;
  readonly toasts: Toasts;
  readonly apps: MobilePlans[] = [];
  wifi: boolean;
  readonly #parts: OpenedParts;
  /** The app of the world's own portal. */
  readonly #mobilePlans: MobilePlans | undefined;
  #sim: PlainSim | undefined;
  #dataPath: Promise<DataPath> | undefined;

  constructor(parts: OpenedParts) {
    const { part, world, closing, card, imei, lpa, toasts } = parts;
    this.name = part.name;
    this.eid = card.eid;
    this.imei = imei;
    this.card = card;
    this.lpa = lpa;
    this.toasts = toasts;
    this.wifi = part.wifi ?? true;
    this.#parts = parts;
    const settings = mobilePlansSettings(part.mobilePlans ?? {}, world.portal);
    this.#mobilePlans = settings === undefined ? undefined : this.openMobilePlans(settings);
    closing.add({ close: async () => (await this.#dataPath)?.close() });
  }

  get modem(): Modem {
    const { modem } = this.#parts;
    if (modem !== undefined) return modem;
    throw new Error(`${this.name} has no modem: this world was opened without a network`);
  }

  get registration(): Registration | undefined {
    return this.#parts.modem?.registration;
  }

  get mobilePlans(): MobilePlans {
    if (this.#mobilePlans !== undefined) return this.#mobilePlans;
    throw new Error(`${this.name} has no portal to enter: open the world with operator: { portal: {} }`);
  }

  openMobilePlans(settings: MobilePlansSettings): MobilePlans {
    const { part, world, closing, modem } = this.#parts;
    const { name, imei, lpa, toasts } = this;
    const memory = part.appMemory?.(settings.portalUrl);
    const eid = (): Eid | undefined => (this.#sim === undefined ? this.eid : undefined);
    const country = (): string | undefined => world.network?.countryOf(name);
    const own = { name, eid, country, imei, lpa, modem, toasts, memory };
    const app = openMobilePlansOn({ ...world, ...own }, settings);
    closing.add(app);
    this.apps.push(app);
    return app;
  }

  async insertSim(iccid: Iccid, profilePackage: Bytes): Promise<void> {
    const { world, slot } = this.#parts;
    const inserted = openPlainSim(iccid, { ...world, name: this.name, profilePackage });
    await this.modem.stop();
    this.#sim = inserted;
    slot.insert(inserted);
    await this.modem.start();
  }

  dataPath(): Promise<DataPath> {
    const { world } = this.#parts;
    const session = () => (this.wifi ? undefined : world.network?.session(this.name));
    return (this.#dataPath ??= openDataPath({ ...world, device: this.name, session }));
  }

  download(
    activationCode: string,
    { enable = true, host, ...how }: DeviceDownload = {},
  ): Promise<DownloadResult> {
    return this.lpa.download({
      activationCode,
      enable,
      host: { ...acceptingHost, ...host },
      ...(this.#parts.modem === undefined ? {} : { imei: this.imei }),
      ...how,
    });
  }

  registered(state: RegistrationState, wait?: RegistrationWait): Promise<void> {
    const { clock } = this.#parts.world;
    return untilRegistered(this.modem, state, { clock, name: this.name, ...wait });
  }

  close(): Promise<void> {
    return this.#parts.closing.close();
  }
}

async function openCard(
  store: CardStore,
  part: DevicePart,
  { entropy, clock, trace, cis }: DeviceSurroundings,
  closing: Closing,
): Promise<Euicc> {
  const { name } = part;
  if ((await store.read()) === undefined) await makeCard(store, part.card ?? {}, { entropy, clock, cis });
  const card = await openEuicc({ name, store, clock, entropy, trace });
  closing.add(card);
  return card;
}

interface ModemSurroundings extends DeviceSurroundings {
  readonly name: string;
  readonly imei: Imei;
  readonly card: CardContacts;
}

async function startModem(
  { network, ...parts }: ModemSurroundings,
  closing: Closing,
): Promise<Modem | undefined> {
  if (network === undefined) return undefined;
  const modem = openModem({ ...parts, air: network.air });
  closing.add({ close: () => modem.stop() });
  await modem.start();
  return modem;
}

function openDeviceLpa(part: DevicePart, world: DeviceSurroundings, card: Modem['card']): Lpa {
  const { clock, trace, names, cis } = world;
  const { name, moreCis = [], serverUrls = {}, blockSize } = part;
  return openLpa({
    name,
    card,
    clock,
    trace,
    http: (judge) => httpClient({ clock, names, judge }),
    options: {
      cis: new CiStore([...cis.trusted, ...moreCis]),
      ours: [...names.keys()],
      serverUrls,
      refreshFlag: world.network !== undefined,
      ...(blockSize === undefined ? {} : { blockSize }),
    },
  });
}

/** The device type that LPAs of the lab say they are, and a number that is the card's for ever. */
function imeiFor(eid: Eid): Imei {
  const number = Number(BigInt(`0x${toHex(sha256(toUtf8(`IMEI of ${eid}`)))}`) % 1_000_000n);
  return makeImei(`35290611${number.toString().padStart(6, '0')}`);
}
