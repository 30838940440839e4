import type { EventEntry } from '#scenarios/runner/index';
import { plainText } from '#shared/runtime/plain-text';
import type { TraceEvents, TraceName } from '#shared/runtime/trace';

import { narrated, tell } from '../../narrate.ts';
import type { NoteRow } from './row.ts';

/** What the messages beside it say already. */
const inMessages: ReadonlySet<string> = new Set([
  'lpa.stage',
  'operator.progress',
  'host.call',
  'host.callback',
]);

/** Parties that are no devices, by how they are told of. */
const named: Readonly<Record<string, string>> = { 'SM-DP+': 'smdp', portal: 'portal', operator: 'operator' };

/** What became of somebody, in a sentence; undefined where that is no news. */
export function noteOf({ name, event }: EventEntry): Omit<NoteRow, 'at'> | undefined {
  if (name === 'fault')
    return { kind: 'note', party: 'smdp', text: `fault: ${JSON.stringify(event)}`, tone: 'bad' };
  if (inMessages.has(name) || !isNarrated(name)) return undefined;
  // An event of a thread is what the trace had, but for octets and errors.
  const line = tell(name, event as TraceEvents[typeof name]);
  if (line === undefined) return undefined;
  const [who, what] = line;
  const tone = toneOf(what);
  return {
    kind: 'note',
    party: named[who] ?? (name.startsWith('lpa.profile') ? `${who}/card` : who),
    text: plainText(what, 240),
    ...(tone === undefined ? {} : { tone }),
  };
}

const isNarrated = (name: string): name is TraceName => narrated.some((each) => each === name);

function toneOf(what: string): NoteRow['tone'] {
  if (/^(Connected|enabled)| is (enabled|Installed)/.test(what)) return 'good';
  return /^refuses|failed|denied|cut off/.test(what) ? 'bad' : undefined;
}
