import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { openWorld } from '#scenarios/world/index';
import type { Clock } from '#shared/runtime/clock';
import type { TraceRecord } from '#shared/runtime/trace';
import type { Smdp } from '#smdp/index';
import { openSmdpStore } from '#smdp/index';

import { Points } from './points.ts';
import { seed } from './prepared.ts';

/** An SM-DP+ that can die: its connections are cut, and it listens no more. */
export interface ServerSide {
  readonly smdp: Smdp;
  readonly points: Points;
  /** Bugs of ours that it told of before it died, and notifications that it did not believe. */
  readonly faults: readonly string[];
  /** Sequence numbers of the notifications that it has verified. */
  readonly heard: readonly number[];
  close(): Promise<void>;
}

export interface ServerSideOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly points?: Points;
}
