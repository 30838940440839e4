import type { Bytes } from '#shared/bytes/bytes';
import { fromUtf8, toHex } from '#shared/bytes/bytes';
import type { Trace } from '#shared/runtime/trace';

import type { Terminal } from './terminal.ts';

const shown = 32;

/** Prints what goes over the wires as it does: a line each, cut short unless all octets are wanted. */
export function showWires(trace: Trace, terminal: Terminal, full: boolean): void {
  const cut = (text: string, { length }: Bytes): string =>
    !full && text.length > shown * 2 ? `${text.slice(0, shown * 2)}… (${length} octets)` : text;
  trace.on('lpa.apdu', ({ device, what, command, answer }) => {
    terminal.note(`    ${device}/ES10  ${what}  > ${cut(toHex(command), command)}`);
    terminal.note(`    ${device}/ES10  ${what}  < ${cut(toHex(answer), answer)}`);
  });
  trace.on('wire', ({ lane, direction, octets }) => {
    if (!lane.endsWith('ES10')) terminal.note(`    ${lane}  ${direction}  ${cut(fromUtf8(octets), octets)}`);
  });
}
