import type { ApduEntry, StoryEntry, WireEntry } from '#scenarios/runner/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, sameBytes } from '#shared/bytes/bytes';
import type { Instant } from '#shared/runtime/span';

/** A function that was called at a card: by the LPA, or (without a name) whatever the modem asked of it. */
export interface CardCall {
  readonly at: Instant;
  readonly device: string;
  readonly name: string | undefined;
  /** How many commands it took. */
  readonly commands: number;
  /** The data of its commands, and what they brought back; of the modem's, commands and answers in whole. */
  readonly request: Bytes;
  readonly response: Bytes;
  /** SW1 and SW2 of the last answer. */
  readonly status: number;
}

/** Wires whose octets the LPA told of too: an entry of its own stands behind them. */
export function wiresOfLpa(entries: readonly StoryEntry[]): ReadonlySet<StoryEntry> {
  const told = new Set<StoryEntry>();
  const open = new Map<string, WireEntry[]>();
  for (const entry of entries) {
    if (entry.kind === 'wire' && entry.lane.endsWith('/ES10')) {
      const lane = open.get(entry.lane) ?? [];
      open.set(entry.lane, [...lane.slice(-most), entry]);
    }
    if (entry.kind === 'apdu') {
      const lane = open.get(`${entry.device}/ES10`) ?? [];
      const at = lane.findLastIndex((wire, index) => isOf(wire, lane[index + 1], entry));
      if (at >= 0) for (const wire of lane.splice(at, 2)) told.add(wire);
    }
  }
  return told;
}

/** The modem's commands may come in between; not many. */
const most = 200;

function isOf(wire: WireEntry, next: WireEntry | undefined, { command, answer }: ApduEntry): boolean {
  if (wire.direction !== 'command' || next?.direction !== 'response') return false;
  return sameBytes(wire.octets, command) && sameBytes(next.octets, answer);
}

/** Puts the commands of one function together: blocks of STORE DATA, and GET RESPONSE after them. */
export class CardCalls {
  #open: ApduEntry[] = [];

  /** The call that was complete before this command. */
  add(entry: ApduEntry): CardCall | undefined {
    const [first] = this.#open;
    const goesOn =
      first !== undefined && functionOf(first.what) === functionOf(entry.what) && !isNew(this.#open, entry);
    const ended = goesOn ? undefined : this.end();
    this.#open.push(entry);
    return ended;
  }

  /** The call that is complete now. */
  end(): CardCall | undefined {
    const [first, ...more] = this.#open;
    if (first === undefined) return undefined;
    const all = [first, ...more];
    this.#open = [];
    const last = all.at(-1)?.answer ?? new Uint8Array();
    return {
      at: first.at,
      device: first.device,
      name: functionOf(first.what),
      commands: all.length,
      request: concat(
        ...all.filter(({ what }) => !what.startsWith(getResponse)).map(({ command }) => dataOf(command)),
      ),
      response: concat(...all.map(({ answer }) => answer.subarray(0, -2))),
      status: ((last.at(-2) ?? 0) << 8) | (last.at(-1) ?? 0),
    };
  }
}

const getResponse = 'GET RESPONSE';

/** `GET RESPONSE (AuthenticateServer)` belongs to AuthenticateServer. */
const functionOf = (what: string): string => /^GET RESPONSE \((.*)\)$/.exec(what)?.[1] ?? what;

/** A block after an answer was fetched begins the function anew; so does the first block of a STORE DATA. */
function isNew(open: readonly ApduEntry[], { what, command }: ApduEntry): boolean {
  if (what.startsWith(getResponse)) return false;
  const fetched = open.some((each) => each.what.startsWith(getResponse));
  return fetched || (what !== 'LoadBoundProfilePackage' && command[1] === 0xe2 && command[3] === 0);
}

/** The data of a command with a short length; Le behind it is left out. */
function dataOf(command: Bytes): Bytes {
  const length = command[4];
  return length === undefined || command.length <= 5 ? new Uint8Array() : command.subarray(5, 5 + length);
}
