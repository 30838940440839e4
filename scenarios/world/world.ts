import type { Network } from '#device-sim/network/index';
import type { CiSet } from '#shared/pki/certificate-issuers';
import type { Names } from '#shared/http/dial';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';
import type { Smdp } from '#smdp/index';

import type { Operator, OrderDesk } from '../operator/index.ts';
import type { WorldDevice } from './device.ts';
import type { WebPki } from './web-pki.ts';
import type { DevicePart } from './world-options.ts';

/** A world: everything that runs together on one clock, with one trace. Worlds side by side share nothing. */
export interface World extends AsyncDisposable {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  readonly cis: CiSet;
  /** The names of its servers, and where they listen. */
  readonly names: Names;
  /** TLS of ES2+, portal and operator API. */
  readonly web: WebPki;
  /** @throws Error where the world was opened without one. */
  readonly smdp: Smdp;
  /** @throws Error where the world was opened without an SM-DP+. */
  readonly operator: Operator;
  /** The operator's desk. @throws Error where the world was opened without an SM-DP+. */
  readonly desk: OrderDesk;
  /** @throws Error where the world was opened without one. */
  readonly network: Network;
  /** A device by name; `device-1` if left out. @throws Error when there is none of that name */
  device(name?: string): WorldDevice;
  /** All devices, in the order in which they came. */
  devices(): readonly WorldDevice[];
  /** One more device, in the same network and on the same clock. @throws Error when there is one of that name */
  addDevice(part: DevicePart): Promise<WorldDevice>;
  close(): Promise<void>;
}
