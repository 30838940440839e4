import { toHex } from '#shared/bytes/bytes';
import type { Trace } from '#shared/runtime/trace';

import type { Terminal } from './terminal.ts';

const shown = 32;

/** Prints what goes over the wires as it does: a line each, cut short unless all octets are wanted. */
export function showWires(trace: Trace, terminal: Terminal, full: boolean): void {
  trace.on('wire', ({ lane, direction, octets, what }) => {
    const text = lane.endsWith('ES10') ? toHex(octets) : new TextDecoder().decode(octets);
    const rest =
      !full && text.length > shown * 2 ? `${text.slice(0, shown * 2)}… (${octets.length} octets)` : text;
    terminal.note(`    ${lane}  ${direction}${what === undefined ? '' : ` ${what}`}  ${rest}`);
  });
}
