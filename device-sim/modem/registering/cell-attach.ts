import type { Air, Cell, RadioLink } from '#device-sim/network/index';
import type { Imei } from '#shared/identifiers/imei';
import type { Clock } from '#shared/runtime/clock';
import type { Span } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { Usim } from '../card/boot.ts';
import type { UsimAccess } from '../card/usim-access.ts';
import type { AttachOutcome } from './attach.ts';
import { attach } from './attach.ts';
import { consequenceOf } from './consequences.ts';
import type { Memory } from './memory.ts';

export interface CellAttachParts {
  readonly name: string;
  readonly imei: Imei;
  readonly usim: Usim;
  readonly air: Pick<Air, 'connect'>;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly access: UsimAccess;
  readonly memory: Memory;
  readonly t3410: Span;
  /** Aborted when the attempt is of no use any more. */
  readonly signal: AbortSignal;
}

/** How an attach in a cell ended, with the link to stay on where it was accepted. */
export interface CellAttached {
  readonly outcome: AttachOutcome;
  readonly link?: RadioLink;
}

/** An attach in a cell; a second one, by IMSI, where the network does not know the temporary identity. */
export async function attachIn(cell: Cell, parts: CellAttachParts): Promise<CellAttached> {
  const first = await attachOnce(cell, parts);
  if (first.outcome.end !== 'rejected' || consequenceOf(first.outcome.cause) !== 'again') return first;
  parts.memory.forget();
  return attachOnce(cell, parts);
}

async function attachOnce(cell: Cell, parts: CellAttachParts): Promise<CellAttached> {
  const { air, name, clock, signal, t3410 } = parts;
  const link = air.connect(cell, name);
  let held = false;
  try {
    const outcome = await attachOver(link, parts);
    held = outcome.end === 'accepted' && !signal.aborted;
    if (held) return { outcome, link };
    if (outcome.end === 'failed' && outcome.cause === 'noAnswer') {
      await clock.sleep(t3410, { what: 'T3410', signal });
    }
    return { outcome };
  } finally {
    if (!held) link.release();
  }
}

function attachOver(
  link: RadioLink,
  { name, imei, usim, trace, memory, access }: CellAttachParts,
): Promise<AttachOutcome> {
  return attach({
    link,
    imsi: usim.imsi,
    imei,
    identity: memory.identity,
    authenticate: (rand, autn) => access.authenticate(rand, autn),
    aka: (result) => {
      trace.emit('modem.aka', { device: name, imsi: usim.imsi, result });
    },
  });
}
