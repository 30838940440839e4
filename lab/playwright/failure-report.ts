import type { TestInfo } from '@playwright/test';

import type { TraceEventMessage } from '../control/contract.ts';
import type { TestLab } from './test-lab.ts';

/** What is kept of a wire in the trace. */
interface WireEvent {
  readonly lane: string;
  readonly direction: string;
  readonly octets: string;
}

/** Attaches to a test that failed what its lab saw: three files in Playwright's report. */
export async function reportFailure(lab: TestLab, testInfo: TestInfo): Promise<void> {
  const lines = lab.events();
  const events = lines.map((line) => JSON.parse(line) as TraceEventMessage);
  await attach('lab.txt', summaryOf(lab, events));
  await attach('host-lane.txt', hostLane(lab, events));
  await testInfo.attach('trace.jsonl', {
    body: `${lines.join('\n')}\n`,
    contentType: 'application/x-ndjson',
  });

  async function attach(name: string, text: string): Promise<void> {
    await testInfo.attach(name, { body: text, contentType: 'text/plain' });
  }
}

/** Where the device stood, and what was found fault with. */
function summaryOf({ clock, device }: TestLab, events: readonly TraceEventMessage[]): string {
  const { name, registration } = device;
  const findings = events.flatMap((each) =>
    each.name === 'finding' ? [`  ${textOf(each.event, 'what')}`] : [],
  );
  const clockStands =
    clock.mode === 'stepped'
      ? ' and stands there: device.registered() and world.clock.advance() wind it'
      : '';
  return [
    `the clock is at ${new Date(clock.now()).toISOString()}${clockStands}`,
    `${name} is registered as "${registration.state}"${registration.iccid === undefined ? ', no profile is enabled' : ` with ${registration.iccid}`}`,
    findings.length === 0 ? 'no findings' : 'findings:',
    ...findings,
    '',
  ].join('\n');
}

/** Calls of the portal and callbacks to it, a line each. */
function hostLane({ device: { name: device } }: TestLab, events: readonly TraceEventMessage[]): string {
  const lines = events.flatMap(({ at, name, event }) => {
    const wire = name === 'wire' ? (event as WireEvent) : undefined;
    if (wire?.lane !== `${device}/host`) return [];
    return [`${at}  ${wire.direction}  ${Buffer.from(wire.octets, 'hex').toString()}\n`];
  });
  return lines.join('') || 'the portal called nothing, and was told nothing\n';
}

function textOf(event: unknown, member: string): string {
  const value: unknown = (event as Readonly<Record<string, unknown>>)[member];
  return typeof value === 'string' ? value : '';
}
