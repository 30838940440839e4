import { z } from 'zod';

import type { Registration, RegistrationState } from '#device-sim/modem/index';
import { parsePlmn } from '#shared/identifiers/plmn';

import { givenName, mapping, oneOf, written } from '../../language/words.ts';
import { uses } from '../names.ts';
import type { Scene } from '../scene.ts';
import { expectation } from './expectation.ts';

const states = ['none', 'deregistered', 'searching', 'home', 'roaming', 'partner', 'denied'] as const;

interface Expected {
  readonly state?: RegistrationState | undefined;
  readonly cause?: number | string | undefined;
  readonly plmn?: string | undefined;
  /** With the profile of this order. */
  readonly profile?: string | undefined;
}

const inWords = written(
  'home, roaming, none, ... or "denied because 8"',
  /^[a-z]+ because \w+$/,
  (text): Expected => {
    const [word, , cause = ''] = text.split(' ');
    const state = states.find((each) => each === word);
    if (state === undefined) throw new TypeError(`"${word ?? ''}" is none of ${states.join(', ')}`);
    return { state, cause: /^\d+$/.test(cause) ? Number(cause) : cause };
  },
);

/** Where the modem stands. */
export const registration = expectation({
  word: 'registration',
  says: 'The modem: where it stands, and why not at home; the cause is the EMM cause of the network or what the USIM says.',
  examples: [
    'registration: home',
    'registration: denied because 8',
    'registration: { state: roaming, plmn: 262/01, profile: line }',
  ],
  schema: z.union([
    oneOf(...states).transform((state): Expected => ({ state })),
    inWords,
    mapping({
      state: oneOf(...states).optional(),
      cause: z.union([z.int(), z.string()]).optional(),
      plmn: written('a PLMN such as 262/01', /^\d{3}[/-]?\d{2,3}$/, parsePlmn).optional(),
      profile: givenName.optional().describe('The order whose profile it is registered with.'),
    }),
  ]),
  uses: ({ profile }: Expected) => uses('order', profile, ['profile']),
  verdict(expected: Expected, { scene, device }) {
    const found = device.registration ?? { state: 'none', iccid: undefined };
    const matches =
      same(expected.state, found.state) &&
      same(expected.cause, found.cause) &&
      same(expected.plmn, found.plmn) &&
      (expected.profile === undefined || found.iccid === scene.order(expected.profile).iccid);
    return matches ? undefined : `registration: ${printed(scene, found)}, not ${printedExpected(expected)}`;
  },
});

const same = (expected: unknown, found: unknown): boolean => expected === undefined || expected === found;

function printed(scene: Scene, { state, cause, plmn, iccid }: Registration): string {
  const network = plmn === undefined ? '' : ` at ${plmn}`;
  const why = cause === undefined ? '' : ` because ${cause}`;
  return `${state}${network}${why}${iccid === undefined ? '' : ` with ${scene.nameOf(iccid)}`}`;
}

function printedExpected({ state, cause, plmn, profile }: Expected): string {
  const parts = [state, plmn && `at ${plmn}`, cause && `because ${cause}`, profile && `with ${profile}`];
  return parts.filter((part) => part !== undefined).join(' ');
}
