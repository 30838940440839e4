import { fromHex } from '#shared/bytes/bytes';
import type { HttpClient } from '#shared/http/client';
import type { PeerJudge } from '#shared/http/peer';
import type { Tac } from '#shared/identifiers/imei';
import { parseTac } from '#shared/identifiers/imei';
import type { CiStore } from '#shared/pki/ci-store';
import type { DeviceCapabilities } from '#shared/rsp/authenticate-server';
import type { Clock } from '#shared/runtime/clock';
import type { Span } from '#shared/runtime/span';
import { minutes } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { Card } from './es10/card-wire.ts';
import { CardWire } from './es10/card-wire.ts';
import { ServerWire } from './es9plus/server-wire.ts';
import type { LpaParts } from './lpa-parts.ts';
import { ServerAddresses } from './server-addresses.ts';
import { ServerTrust, testCiStore } from './server-trust.ts';

/** What may be set of an LPA; each has a default. */
export interface LpaOptions {
  /** X-Admin-Protocol, `gsma/rsp/v2.6.0`. */
  readonly adminProtocol?: string;
  /** How long a call to a server may take, by the Clock. */
  readonly timeout?: Span;
  /** Octets of a STORE DATA block, 1 to 255. */
  readonly blockSize?: number;
  /** The CIs whose certificates are at hand; of these the eUICC's list decides. */
  readonly cis?: CiStore;
  /** URLs of servers that are not called at their address. */
  readonly serverUrls?: Readonly<Record<string, string>>;
  /** Hosts that are no live servers besides loopback and names reserved for tests. */
  readonly ours?: readonly string[];
  readonly tac?: Tac;
  readonly deviceCapabilities?: DeviceCapabilities;
  /**
   * Whether enabling and disabling ask for a REFRESH (SGP.22 §5.7.16), for a device that resets its card then. The channel to the ISD-R may
   * be lost at any time and is opened anew. False unless set.
   */
  readonly refreshFlag?: boolean;
}

export interface LpaSetup {
  readonly name: string;
  readonly card: Card;
  /** Makes the client, which has to ask the judge about every server: whom it trusts is read from the card. */
  readonly http: (judge: PeerJudge) => HttpClient;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly options?: LpaOptions;
}

const release15 = fromHex('0F0000');

const defaults = {
  adminProtocol: 'gsma/rsp/v2.6.0',
  timeout: minutes(1),
  blockSize: 255,
  tac: parseTac('35290611'),
  deviceCapabilities: {
    gsmSupportedRelease: release15,
    utranSupportedRelease: release15,
    eutranEpcSupportedRelease: release15,
    nrEpcSupportedRelease: release15,
    nr5gcSupportedRelease: release15,
  },
  refreshFlag: false,
} as const;

/** Puts the parts of an LPA together. @throws TypeError when the block size is not 1 to 255 */
export function assemble({ name, card, http, clock, trace, options = {} }: LpaSetup): {
  readonly parts: LpaParts;
  readonly client: HttpClient;
} {
  const { adminProtocol, timeout, blockSize, tac, deviceCapabilities, refreshFlag } = {
    ...defaults,
    ...options,
  };
  if (!Number.isInteger(blockSize) || blockSize < 1 || blockSize > 255) {
    throw new TypeError(`a STORE DATA block has 1 to 255 octets, not ${blockSize}`);
  }
  const addresses = new ServerAddresses(options.serverUrls ?? {}, options.ours ?? []);
  const trust = new ServerTrust(options.cis ?? testCiStore(), clock, (host) => addresses.hostsCalledAt(host));
  const client = http((peer) => {
    trust.judge(peer);
  });
  const parts = {
    name,
    clock,
    trace,
    cardWire: new CardWire(card, { trace, device: name }),
    serverWire: new ServerWire(client, { trace, device: name }),
    trust,
    addresses,
    device: { tac, imei: undefined, capabilities: deviceCapabilities },
    es9plus: { adminProtocol, timeout },
    blockSize,
    refreshFlag,
    matchingIds: new Map<string, string>(),
  };
  return { parts, client };
}
