import { z } from 'zod';

import { after, instant, milliseconds } from '#shared/runtime/span';

import type { PortalPlan } from '../../operator/index.ts';
import type { OperatorPart, WorldOptions } from '../../world/index.ts';
import { present } from '../present.ts';
import { givenName, mapping, pointOfTime } from '../words.ts';
import { deviceOf, deviceWords } from './device-words.ts';
import { hostWords } from './host-words.ts';
import { networkWords } from './network-words.ts';
import { operatorWords, plansOf } from './operator-words.ts';
import { smdpOf, smdpWords } from './smdp-words.ts';

/** What is given when a scenario begins. */
export interface Given {
  readonly options: WorldOptions & Required<Pick<WorldOptions, 'start' | 'devices'>>;
  /** What the operator sells. */
  readonly plans: readonly PortalPlan[];
  /** What orders may name. */
  readonly profileTypes: NonNullable<OperatorPart['profileTypes']>;
}

const firstMorning = instant('2026-11-23T09:00:00Z');

/** Certificates of an eUICC last for decades, and no certificate beyond the year 9999. */
const lastMorning = instant('9900-01-01T00:00:00Z');

/** Words for what is given; every member has a default. */
export const worldWords = mapping({
  start: pointOfTime
    .refine((start) => start < lastMorning, 'a scenario begins before the year 9900')
    .optional()
    .describe('Where time begins; 2026-11-23T09:00:00Z unless given.'),
  device: deviceWords.optional().describe('The only device, called device-1.'),
  devices: z
    .record(givenName, deviceWords)
    .refine((devices) => Object.keys(devices).length > 0, 'a world has one device at least')
    .optional()
    .describe('More than one device, by name; the first is meant where none is named.'),
  smdp: smdpWords.optional(),
  network: networkWords.optional(),
  operator: operatorWords.optional(),
  host: hostWords.optional().describe('The Mobile Plans app of the devices.'),
});

/** The world that is given by the words. */
export const givenWorld = worldWords.transform((words, context): Given => {
  const { start = firstMorning, device, devices, smdp, network, operator, host } = words;
  if (device !== undefined && devices !== undefined)
    context.addIssue({ code: 'custom', message: 'a world has "device" or "devices", not both' });
  const ago = (span: number) => after(start, milliseconds(-span));
  const named = Object.entries(devices ?? { 'device-1': device });
  const parts = named.map(([name, each]) => ({
    name,
    ...(each === undefined ? {} : deviceOf(each, ago)),
    ...(host === undefined ? {} : { mobilePlans: host }),
  }));
  const server = smdp === undefined ? undefined : smdpOf(smdp, ago);
  return {
    options: { start, devices: parts, ...present({ smdp: server, network }) },
    plans: plansOf(operator),
    profileTypes: operator?.profileTypes ?? [],
  };
});

/** The world where nothing is given. */
export const usualWorld: Given = {
  options: { start: firstMorning, devices: [{ name: 'device-1' }] },
  plans: plansOf(),
  profileTypes: [],
};
