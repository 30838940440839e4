import { ourUiccCapability } from '#device-sim/euicc/index';
import type { Bytes } from '#shared/bytes/bytes';
import { chunks } from '#shared/bytes/bytes';
import { makeEid } from '#shared/identifiers/eid';
import { testCi } from '#shared/pki/certificate-issuers';
import { certificatePem } from '#shared/pki/pem';
import { systemClock } from '#shared/runtime/clock';
import { systemEntropy } from '#shared/runtime/entropy';

import { CraftedDevice } from '../../support/crafted-device.ts';
import type { Call, Segment, Sizes } from '../floor.ts';
import { calls } from '../floor.ts';
import type { Variant } from './bare-client.ts';
import { BareClient } from './bare-client.ts';
import { inFlight } from './in-flight.ts';

const { nist } = testCi();
const ca = certificatePem(nist.certificate);
/** Where a function is called. */
export const pathOf = (call: Call): string => `/gsma/rsp2/es9plus/${call}`;

/** Where a server is. */
export interface Where {
  readonly url: string;
  readonly address: string;
}

let eids = 0;

/** Devices that nobody has seen before, each with a certificate of its own under the test EUM. */
export function makeDevices({ url, address }: Where, count: number, http: BareClient): CraftedDevice[] {
  const [clock, entropy, cis] = [systemClock(), systemEntropy(), [nist]];
  return Array.from({ length: count }, () => {
    eids += 1;
    const eid = makeEid(`89049032${eids.toString().padStart(22, '0')}`);
    return new CraftedDevice({ url, address, eid, cis, clock, entropy, http });
  });
}

export const openClient = (variant: Variant): BareClient => new BareClient(variant, ca);

/** Each device downloads the profile of its order, and reports it installed. */
export async function download(
  devices: readonly CraftedDevice[],
  matchingIds: readonly string[],
): Promise<void> {
  await inFlight(matchingIds, async (matchingId, index) => {
    const device = devices[index % devices.length];
    if (device === undefined) throw new Error('no device');
    const authenticated = await device.authenticate(await device.initiate(), {
      matchingId,
      euiccInfo2: (info) => ({ ...info, uiccCapability: ourUiccCapability }),
    });
    const { prepared } = await device.prepare(authenticated);
    const { status } = await device.notify(device.installationResult(prepared, 'success'));
    if (status !== 204) throw new Error(`handleNotification was answered ${status}`);
  });
}

/** As many requests as that, with bodies of the same sizes. */
export async function askFloor(url: string, sizes: Sizes, count: number, http: BareClient): Promise<void> {
  const bodies = calls.map((call): [string, Bytes] => [
    url + pathOf(call),
    new Uint8Array(sizes.request[call]).fill(0x20),
  ]);
  const headers = { 'Content-Type': 'application/json' };
  await inFlight(
    Array.from({ length: count }, (_, index) => index),
    async () => {
      for (const [target, body] of bodies) await http.post(target, { headers, body });
    },
  );
}

/** What the bodies of one download were like. */
export function sizesOf(seen: BareClient['seen'], profile: { upp: Bytes; metadata: Bytes }): Sizes {
  const found = (call: Call, which: 'request' | 'response'): number =>
    seen.find((each) => each.path === pathOf(call))?.[which] ?? 0;
  const of = (which: 'request' | 'response') =>
    Object.fromEntries(calls.map((call) => [call, found(call, which)])) as Record<Call, number>;
  return { request: of('request'), response: of('response'), segments: segmentsOf(profile) };
}

/** ConfigureISDP, StoreMetadata and the profile, as SGP.22 §2.5.3 cuts them. */
function segmentsOf({ upp, metadata }: { upp: Bytes; metadata: Bytes }): Segment[] {
  const encrypted = (octets: Bytes): Segment => ({ encrypted: true, octets: octets.length });
  return [
    { encrypted: true, octets: 2 },
    ...chunks(metadata, 1008).map((part) => ({ encrypted: false, octets: part.length })),
    ...chunks(upp, 1007).map(encrypted),
  ];
}
