import type { DeviceCapabilities } from '#shared/rsp/authenticate-server';
import type { Imei, Tac } from '#shared/identifiers/imei';
import type { Clock } from '#shared/runtime/clock';
import type { Trace } from '#shared/runtime/trace';

import type { CardWire } from './es10/card-wire.ts';
import * as es10b from './es10/es10b.ts';
import { IsdR } from './es10/isd-r.ts';
import type { ServerWire } from './es9plus/server-wire.ts';
import type { Es9PlusSettings } from './es9plus/smdp-connection.ts';
import { SmdpConnection } from './es9plus/smdp-connection.ts';
import type { ServerAddresses } from './server-addresses.ts';
import type { ServerTrust } from './server-trust.ts';

/** What the device says of itself to servers (SGP.22 §4.2). */
export interface Device {
  readonly tac: Tac;
  readonly imei: Imei | undefined;
  readonly capabilities: DeviceCapabilities;
}

/** What every procedure of an LPA works with. */
export interface LpaParts {
  readonly name: string;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly cardWire: CardWire;
  readonly serverWire: ServerWire;
  readonly trust: ServerTrust;
  readonly addresses: ServerAddresses;
  readonly device: Device;
  readonly es9plus: Es9PlusSettings;
  /** Octets of a STORE DATA block, 1 to 255. */
  readonly blockSize: number;
  /** Enabling and disabling ask for a REFRESH, which takes the logical channel away. */
  readonly refreshFlag: boolean;
  /** What the sessions of this process asked for: their MatchingIDs by transactionId in hex. */
  readonly matchingIds: Map<string, string>;
}

/** The SM-DP+ of an address, to be called where that is served. */
export function smdpAt(parts: LpaParts, address: string): SmdpConnection {
  return new SmdpConnection(parts.serverWire, parts.addresses.urlOf(address), parts.es9plus, parts.trace);
}

/**
 * Opens the ISD-R, works, and closes the channel again.
 * @throws CardError, BadCardAnswer, CardGone, and what `work` throws
 */
export async function withIsdR<T>(parts: LpaParts, work: (isdR: IsdR) => Promise<T>): Promise<T> {
  return parts.clock.exchange('LPA', async () => {
    const isdR = await IsdR.open(parts.cardWire, parts.blockSize, { reopens: parts.refreshFlag });
    try {
      return await work(isdR);
    } finally {
      await isdR.close();
    }
  });
}

/** EUICCInfo1; from now on the CIs it lists for verification are those that servers are judged by. */
export async function learnEuiccInfo1(parts: LpaParts, isdR: IsdR): ReturnType<typeof es10b.getEuiccInfo1> {
  const euiccInfo1 = await es10b.getEuiccInfo1(isdR);
  parts.trust.accept(euiccInfo1.value.euiccCiPKIdListForVerification);
  return euiccInfo1;
}
