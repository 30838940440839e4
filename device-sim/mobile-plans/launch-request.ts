import { toHex } from '#shared/bytes/bytes';
import type { Entropy } from '#shared/runtime/entropy';

import type { MobilePlansDevice } from './device.ts';
import { withoutFiller } from './launch-failures.ts';
import type { CheckedSettings } from './checked-settings.ts';

/** The URL of a launch with the parameters of mobile-plans §2; the portal's own query stays in front. */
export function launchUrl(portal: URL, parameters: Readonly<Record<string, string>>): string {
  const own = portal.search.replace(/^\?/, '').split('&');
  const kept = own.filter((pair) => pair !== '' && !Object.hasOwn(parameters, nameOf(pair)));
  const ours = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const url = new URL(portal);
  url.search = [...kept, ...ours].join('&');
  return url.href;
}

function nameOf(pair: string): string {
  return [...new URLSearchParams(pair).keys()][0] ?? '';
}

/** The parameters of a launch, each as the portal reads it. */
export async function launchParameters(
  device: MobilePlansDevice,
  { market, location, inRanges }: CheckedSettings,
  transactionId: string,
): Promise<Readonly<Record<string, string>>> {
  const sim =
    device.eid === undefined ? simParameters(device) : await euiccParameters(device.eid, device, inRanges);
  const where = location ?? device.country ?? market;
  return { ...sim, imei: device.imei, location: where, market, transactionId };
}

async function euiccParameters(
  eid: string,
  device: MobilePlansDevice,
  inRanges: (iccid: string) => boolean,
): Promise<Readonly<Record<string, string>>> {
  const iccids = (await device.profiles()).map(({ iccid }) => withoutFiller(iccid)).filter(inRanges);
  return iccids.length === 0 ? { eid } : { eid, iccids: iccids.join(',') };
}

function simParameters({ modem }: MobilePlansDevice): Readonly<Record<string, string>> {
  const iccid = modem?.registration.iccid;
  return iccid === undefined ? {} : { iccid: withoutFiller(iccid) };
}

/** 36 characters in the form of a GUID. */
export function drawTransactionId(entropy: Entropy): string {
  const hex = toHex(entropy.draw('transactionId', 16)).toLowerCase();
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
