import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, fromUtf8, toHex } from '#shared/bytes/bytes';
import type { Trace } from '#shared/runtime/trace';

import type { TraceEventMessage } from '../control/index.ts';
import type { Terminal } from './terminal.ts';

const shown = 32;

/** Prints what goes over the wires as it does: a line each, cut short unless all octets are wanted. */
export function showWires(trace: Trace, terminal: Terminal, full: boolean): void {
  const cut = cutter(full);
  trace.on('lpa.apdu', ({ device, what, command, answer }) => {
    terminal.note(`    ${device}/ES10  ${what}  > ${cut(toHex(command), command)}`);
    terminal.note(`    ${device}/ES10  ${what}  < ${cut(toHex(answer), answer)}`);
  });
  trace.on('wire', ({ lane, direction, octets }) => {
    if (!lane.endsWith('ES10')) terminal.note(`    ${lane}  ${direction}  ${cut(fromUtf8(octets), octets)}`);
  });
}

/** The same lines from the trace of a running lab, of one device only. */
export function wireLines(
  { name, event }: TraceEventMessage,
  device: string,
  full: boolean,
): readonly string[] {
  const cut = cutter(full);
  if (name === 'lpa.apdu') {
    const apdu = event as { device: string; what: string; command: string; answer: string };
    if (apdu.device !== device) return [];
    return [
      `    ${device}/ES10  ${apdu.what}  > ${cut(apdu.command, fromHex(apdu.command))}`,
      `    ${device}/ES10  ${apdu.what}  < ${cut(apdu.answer, fromHex(apdu.answer))}`,
    ];
  }
  if (name !== 'wire') return [];
  const { lane, direction, octets } = event as { lane: string; direction: string; octets: string };
  if (lane !== `${device}/ES9+`) return [];
  const body = fromHex(octets);
  return [`    ${lane}  ${direction}  ${cut(new TextDecoder().decode(body), body)}`];
}

function cutter(full: boolean): (text: string, octets: Bytes) => string {
  return (text, { length }) =>
    !full && text.length > shown * 2 ? `${text.slice(0, shown * 2)}… (${length} octets)` : text;
}
