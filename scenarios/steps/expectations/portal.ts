import { z } from 'zod';

import { activationErrors, registrationStates } from '../../language/host-words.ts';
import { mapping, oneOf } from '../../language/words.ts';
import type { Told } from '../scene.ts';
import { expectation } from './expectation.ts';

/** What the portal was told. */
export const portal = expectation({
  word: 'portal',
  says: 'The portal: what its page was told last of an activation (activationResult) and of a registration (networkRegistrationState); `nothing` where it was told nothing. `control`: who has it - the page, or the app again because something was `purchased`, the purchase was `cancelled`, or the window `closed`.',
  examples: [
    'portal: { activation: success, registration: home }',
    'portal: { activation: profileNotReleasedByOperator }',
    'portal: { control: purchased }',
  ],
  schema: z.union([
    z.literal('nothing').transform((): Told => ({ activation: 'nothing', registration: 'nothing' })),
    mapping({
      activation: z.union([oneOf(...activationErrors), z.literal('nothing')]).optional(),
      registration: z.union([oneOf(...registrationStates), z.literal('nothing')]).optional(),
      control: oneOf('page', 'purchased', 'cancelled', 'closed').optional(),
    }),
  ]),
  verdict({ activation, registration, control }, { scene, device }) {
    const told = scene.told.get(device.name);
    const found = {
      activation: told?.activation ?? 'nothing',
      registration: told?.registration ?? 'nothing',
    };
    if ((activation ?? found.activation) !== found.activation)
      return `portal: told ${found.activation} of the activation, not ${activation ?? ''}`;
    if ((registration ?? found.registration) !== found.registration)
      return `portal: told ${found.registration} of the registration, not ${registration ?? ''}`;
    if ((control ?? told?.control) !== told?.control)
      return `portal: control is ${sayControl(told?.control)}, not ${sayControl(control)}`;
    return undefined;
  },
});

const sayControl = (control: Told['control']): string =>
  control === undefined || control === 'page' ? 'with the page' : `with the app (${control})`;

/** What the app sent along when the portal was entered. */
export const launch = expectation({
  word: 'launch',
  says: 'The portal: what came along when it was entered last: request headers, and parameters of the URL; `absent` for one that did not.',
  examples: [
    'launch: { headers: { X-MP-LPAError-Codes: InvalidMatchingId } }',
    'launch: { parameters: { market: DE } }',
  ],
  schema: mapping({
    headers: z.record(z.string(), z.string()).optional(),
    parameters: z.record(z.string(), z.string()).optional(),
  }),
  verdict({ headers = {}, parameters = {} }, { scene, device }) {
    const entered = scene.windows.get(device.name)?.launch;
    if (entered === undefined) return 'launch: the portal was not entered';
    const query = new URL(entered.url).searchParams;
    const header = (name: string): string | undefined =>
      Object.entries(entered.headers).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
    return (
      differing('header', headers, header) ??
      differing('parameter', parameters, (name) => query.get(name) ?? undefined)
    );
  },
});

function differing(
  what: string,
  expected: Readonly<Record<string, string>>,
  find: (name: string) => string | undefined,
): string | undefined {
  for (const [name, value] of Object.entries(expected)) {
    const found = find(name) ?? 'absent';
    if (found !== value) return `launch: ${what} ${name} is ${found}, not ${value}`;
  }
  return undefined;
}

/** The toasts on the screen. */
export const toasts = expectation({
  word: 'toasts',
  says: 'The person: every toast that came up on the device, in order; `shown` until it is answered.',
  examples: ['toasts: [downloadReady accepted, connected shown]', 'toasts: []'],
  schema: z.array(
    z.string().regex(/^(downloadReady|connected|notConnected|downloadFailed)( (shown|accepted|ignored))?$/, {
      error: (issue) => `not a toast such as "downloadReady accepted": ${JSON.stringify(issue.input)}`,
    }),
  ),
  verdict(expected, { device }) {
    const found = device.toasts.list.map(({ kind, state }) => `${kind} ${state}`);
    const matches =
      found.length === expected.length &&
      found.every((each, index) => each === expected[index] || each.split(' ')[0] === expected[index]);
    return matches
      ? undefined
      : `toasts: ${found.join(', ') || 'none'}, not ${expected.join(', ') || 'none'}`;
  },
});

/** What the app or its window found fault with. */
export const findings = expectation({
  word: 'findings',
  says: 'The app: the names of what it found fault with in the portal, in order.',
  examples: ['findings: []', 'findings: [delayUnit]'],
  schema: z.array(z.string()),
  verdict(expected, { device }) {
    const found = device.mobilePlans.findings.map(({ name }) => name);
    return found.join() === expected.join()
      ? undefined
      : `findings: ${found.join(', ') || 'none'}, not ${expected.join(', ') || 'none'}`;
  },
});
