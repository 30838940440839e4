import type { Plmn } from '#shared/identifiers/plmn';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Smdp } from '#smdp/index';

import type { Es2plusClient } from '../es2plus/es2plus-client.ts';
import type { OperatorStore } from '../store/operator-store.ts';
import type { Subscriber } from '../subscribers/index.ts';

/** What the desk wants of a network: the door through which subscribers come and go. */
export interface SubscriberDoor {
  provision(subscriber: Subscriber): void;
  withdraw(imsi: string): void;
}

/** What a desk works with. */
export interface DeskParts {
  readonly operatorName: string;
  readonly clock: Pick<Clock, 'exchange' | 'until'>;
  /** Its stock, its offers, and its own records. */
  readonly smdp: Smdp;
  readonly es2plus: Es2plusClient;
  readonly entropy: Entropy;
  readonly plmn: Plmn;
  /** Undefined where there is no network. */
  readonly network: SubscriberDoor | undefined;
  readonly store: OperatorStore;
}
