import { z } from 'zod';

import type { Span } from '#shared/runtime/span';
import { between, after as later, milliseconds, seconds } from '#shared/runtime/span';

import { mapping, span } from '../language/words.ts';
import type { BoundExpectation, Subject, Verdict } from './expectations/expectation.ts';
import { expectations } from './expectations/all.ts';
import { uses } from './names.ts';
import type { Scene } from './scene.ts';
import type { StepPlace } from './verb.ts';
import { verb } from './verb.ts';

/** How long an expectation is given that says nothing of it: what happens in the background takes some seconds. */
const patience = seconds(10);

/** A stepped clock is wound in steps of this length. */
const step = seconds(1);

/** Words of `expect` that are not expectations. */
export const modifiers = ['on', 'within'] as const;

const words = Object.fromEntries(expectations.map(({ word, schema }) => [word, schema.optional()]));

/** What has to be. */
export const expect = verb({
  word: 'expect',
  says: 'Says what has to be. Each member is one expectation; it is looked at until it holds, for 10 seconds of the Clock unless `within` says more or less.',
  example: 'expect: { profile: enabled, registration: home, within: 1m }',
  schema: mapping({
    on: z.string().optional().describe('The device it is about; the first one unless given.'),
    within: span.optional().describe('How long is waited for it; `0s`: it has to hold now.'),
    ...words,
  }).transform(({ on, within, ...members }) => ({ on, within, members: boundIn(members) })),
  names: ({ on, members }) => ({
    uses: [
      ...uses('device', on, ['on']),
      ...members.flatMap(([word, { uses: used }]) =>
        used.map((each) => ({ ...each, at: [word, ...each.at] })),
      ),
    ],
  }),
  async play({ on, within = patience, members }, scene, place) {
    const subject = { scene, device: scene.device(on) };
    const inOrder = scene.judge.inOrder([...place.path, 'expect'], members);
    for (const [word, bound] of inOrder) await look(bound, subject, { place, word, within });
  },
});

type Members = readonly (readonly [word: string, bound: BoundExpectation])[];

function boundIn(members: Readonly<Record<string, BoundExpectation | undefined>>): Members {
  return Object.entries(members).flatMap(([word, bound]) =>
    bound === undefined ? [] : [[word, bound] as const],
  );
}

interface Looking {
  readonly place: StepPlace;
  readonly word: string;
  readonly within: Span;
}

async function look(
  bound: BoundExpectation,
  subject: Subject,
  { place, word, within }: Looking,
): Promise<void> {
  const { scene } = subject;
  scene.judge.judge([...place.path, 'expect', word], await verdictWithin(bound, subject, within, scene));
}

/** Looks again after each thing that happens, until it holds or the time is over. */
async function verdictWithin(
  bound: BoundExpectation,
  subject: Subject,
  within: Span,
  { clock, world }: Scene,
): Promise<Verdict> {
  const end = later(clock.now(), within);
  for (;;) {
    await clock.settled();
    const change = nextChange(world.trace);
    try {
      const why = await bound.verdict(subject);
      const left = between(clock.now(), end);
      if (why === undefined || left <= 0) return why;
      if (clock.mode === 'stepped') await clock.advance(milliseconds(Math.min(left, step)));
      else await eventOr(change.event, left, clock);
    } finally {
      change.end();
    }
  }
}

async function eventOr(event: Promise<void>, left: Span, clock: Scene['clock']): Promise<void> {
  const over = new AbortController();
  const timer = clock.sleep(left, { what: 'an expectation', signal: over.signal }).catch(() => undefined);
  await clock.until('an expectation', Promise.race([event, timer]));
  over.abort();
  await timer;
}

/** Names of events that tell of octets, and of what the card or a look at it does: they change nothing. */
const noChange = /^(wire$|card\.|lpa\.apdu$|finding$|fault$)/;

function nextChange(trace: Scene['world']['trace']) {
  let happened: () => void = () => undefined;
  const event = new Promise<void>((resolve) => {
    happened = resolve;
  });
  const end = trace.onAny(({ name }) => {
    if (!noChange.test(name)) happened();
  });
  return { event, end };
}
