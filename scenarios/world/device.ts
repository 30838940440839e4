import type { CardStore, Euicc } from '#device-sim/euicc/index';
import { createCard, memoryCardStore, openEuicc } from '#device-sim/euicc/index';
import type { DownloadResult, Lpa, LpaHost } from '#device-sim/lpa/index';
import { acceptingHost, openLpa } from '#device-sim/lpa/index';
import { httpClient } from '#shared/http/client';
import type { Names } from '#shared/http/dial';
import { toHex } from '#shared/bytes/bytes';
import type { Eid } from '#shared/identifiers/eid';
import { makeEid, parseEid } from '#shared/identifiers/eid';
import type { CertificateIssuer, CiSet } from '#shared/pki/certificate-issuers';
import { CiStore } from '#shared/pki/ci-store';
import { euiccIdentity } from '#shared/pki/identities';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';

import type { CardPart, DevicePart } from './world-options.ts';

/** What the devices of a world have in common. */
export interface DeviceSurroundings {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  readonly cis: CiSet;
  readonly names: Names;
}

/** How a test or a scenario has a device download; what is left out is a person who says yes. */
export interface DeviceDownload {
  readonly enable?: boolean;
  readonly confirmationCode?: string;
  readonly acceptPpr?: boolean;
  readonly host?: Partial<LpaHost>;
  readonly smdpUrl?: string;
}

/** A device: its card and its LPA. */
export interface WorldDevice {
  readonly name: string;
  readonly eid: Eid;
  readonly card: Euicc;
  readonly lpa: Lpa;
  /** Downloads and, unless told otherwise, enables. @throws DownloadFailed */
  download(activationCode: string, how?: DeviceDownload): Promise<DownloadResult>;
  close(): Promise<void>;
}

/** Opens a device; a card is made when its store is empty. */
export async function openDevice(part: DevicePart, world: DeviceSurroundings): Promise<WorldDevice> {
  const { clock, trace, names, cis } = world;
  const { name, store = memoryCardStore(), moreCis = [], serverUrls = {}, blockSize } = part;
  const entropy = world.entropy.at(name);
  if ((await store.read()) === undefined) await makeCard(store, part.card ?? {}, { entropy, clock, cis });
  const card = await openEuicc({ name, store, clock, entropy, trace });
  const lpa = openLpa({
    name,
    card,
    clock,
    trace,
    http: (judge) => httpClient({ clock, names, judge }),
    options: {
      cis: new CiStore([...cis.trusted, ...moreCis]),
      ours: [...names.keys()],
      serverUrls,
      ...(blockSize === undefined ? {} : { blockSize }),
    },
  });
  return {
    name,
    eid: card.eid,
    card,
    lpa,
    download: (activationCode, { enable = true, host, ...how } = {}) =>
      lpa.download({ activationCode, enable, host: { ...acceptingHost, ...host }, ...how }),
    async close() {
      lpa.close();
      await card.close();
    },
  };
}

interface Making {
  readonly entropy: Entropy;
  readonly clock: Clock;
  readonly cis: CiSet;
}

/** Makes a card in an empty store: EID, keys and certificates are drawn, and dated from the clock. */
export async function makeCard(store: CardStore, card: CardPart, making: Making): Promise<Eid> {
  const { ci = 'nist', eid: given, ...rest } = card;
  const eid = given === undefined ? drawEid(making.entropy) : parseEid(given);
  const { nist, brainpool, trusted } = making.cis;
  const issuers = { nist: [nist], brp: [brainpool], both: [nist, brainpool] }[ci];
  const identities = issuers.map((issuer) => euiccIdentity({ ...making, ci: issuer, eid }));
  const curves = new Set(issuers.map(({ curve }) => curve));
  const trustedCis = trusted.filter((issuer: CertificateIssuer) => curves.has(issuer.curve));
  await createCard(store, { ...rest, eid, identities, trustedCis });
  return eid;
}

/** The EIN of the SGP.26 test EUM, so that its published certificate fits; the rest is drawn. */
function drawEid(entropy: Entropy): Eid {
  const digits = BigInt(`0x${toHex(entropy.draw('eid', 16))}`) % 10n ** 22n;
  return makeEid(`89049032${digits.toString().padStart(22, '0')}`);
}
