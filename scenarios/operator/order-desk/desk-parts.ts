import type { EmmCause } from '#device-sim/network/index';
import type { Plmn } from '#shared/identifiers/plmn';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';
import type { Smdp } from '#smdp/index';

import type { Es2plusClient } from '../es2plus/es2plus-client.ts';
import type { OperatorStore } from '../store/operator-store.ts';
import type { Subscriber } from '../subscribers/index.ts';
import type { DeskBalance } from './desk-record.ts';
import type { ProfileTypes } from './profile-types.ts';

/** What the desk wants of a network: the door through which subscribers come and go. */
export interface SubscriberDoor {
  provision(subscriber: Subscriber): void;
  withdraw(imsi: string): void;
  /** Keeps a subscriber out, known or not, until it is unbarred. */
  bar(imsi: string, cause: EmmCause): void;
  unbar(imsi: string): void;
  /** Meters a subscriber from now on; undefined: no longer. */
  setBalance(imsi: string, balance: DeskBalance | undefined): void;
  balanceOf(imsi: string): DeskBalance | undefined;
  /** Calls `listener` with what a subscriber has left after each change, `set` where it was told; the returned function ends it. */
  onBalance(listener: (imsi: string, balance: DeskBalance | undefined, why: string) => void): () => void;
}

/** What a desk works with. */
export interface DeskParts {
  readonly operatorName: string;
  readonly clock: Pick<Clock, 'aside' | 'exchange' | 'now' | 'sleep' | 'until'>;
  readonly trace: Trace;
  /** Its stock, its offers, and its own records. */
  readonly smdp: Smdp;
  readonly es2plus: Es2plusClient;
  readonly entropy: Entropy;
  readonly plmn: Plmn;
  /** The types whose template and numbers are given. */
  readonly profileTypes: ProfileTypes;
  /** Visited networks that its profiles prefer. */
  readonly partners: readonly Plmn[];
  /** Undefined where there is no network. */
  readonly network: SubscriberDoor | undefined;
  readonly store: OperatorStore;
}
