import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';

/** A command of ISO 7816-3 §12.1; `expected` is Le, 256 or 65536 where it is written as zero. */
export interface Command {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data: Bytes;
  readonly expected?: number;
  readonly channel: number;
  readonly name: string;
  readonly section: string;
}

interface Instruction {
  readonly ins: number;
  readonly name: string;
  readonly section: string;
  /** Whether the class is proprietary (8x, Cx, Ex) or of ISO 7816. */
  readonly proprietary: boolean;
}

const iso = (ins: number, name: string, section = 'TS 102 221 §11.1'): Instruction => ({
  ins,
  name,
  section,
  proprietary: false,
});
const proprietary = (ins: number, name: string, section: string): Instruction => ({
  ins,
  name,
  section,
  proprietary: true,
});

const instructions: readonly Instruction[] = [
  proprietary(0xe2, 'STORE DATA', 'SGP.22 §5.7.2'),
  iso(0xa4, 'SELECT', 'TS 102 221 §11.1.1'),
  iso(0x70, 'MANAGE CHANNEL', 'TS 102 221 §11.1.17'),
  iso(0xc0, 'GET RESPONSE', 'SGP.22 §5.7.2'),
  proprietary(0xc0, 'GET RESPONSE', 'SGP.22 §5.7.2'),
  proprietary(0xaa, 'TERMINAL CAPABILITY', 'TS 102 221 §11.1.19'),
  proprietary(0xf2, 'STATUS', 'TS 102 221 §11.1.2'),
  proprietary(0x10, 'TERMINAL PROFILE', 'TS 102 221 §11.2.1'),
  proprietary(0x12, 'FETCH', 'TS 102 221 §11.2.3'),
  proprietary(0x14, 'TERMINAL RESPONSE', 'TS 102 221 §11.2.4'),
  proprietary(0xc2, 'ENVELOPE', 'TS 102 221 §11.2.2'),
  proprietary(0xca, 'GET DATA', 'GlobalPlatform §11.3'),
  iso(0xb0, 'READ BINARY'),
  iso(0xb2, 'READ RECORD'),
  iso(0xd6, 'UPDATE BINARY'),
  iso(0xdc, 'UPDATE RECORD'),
  iso(0xa2, 'SEARCH RECORD'),
  iso(0x20, 'VERIFY PIN'),
  iso(0x24, 'CHANGE PIN'),
  iso(0x26, 'DISABLE PIN'),
  iso(0x28, 'ENABLE PIN'),
  iso(0x2c, 'UNBLOCK PIN'),
  iso(0x88, 'AUTHENTICATE', 'TS 31.102 §7.1.2'),
];

/** The command in the octets; undefined when they are none that an eUICC or a UICC knows. */
export function parseCommand(octets: Bytes): Command | undefined {
  const [cla = 0, ins = 0, p1 = 0, p2 = 0] = octets;
  if (octets.length < 4) return undefined;
  const isProprietary = (cla & 0x80) !== 0 && cla !== 0xa0;
  const known = instructions.find((each) => each.ins === ins && each.proprietary === isProprietary);
  const body = known === undefined ? undefined : bodyOf(octets.subarray(4));
  if (known === undefined || body === undefined) return undefined;
  const { name, section } = known;
  return { cla, ins, p1, p2, ...body, channel: channelOf(cla), name, section };
}

/** ISO 7816-4 §5.4.1: channels 0 to 3 in two bits, 4 to 19 in four. */
function channelOf(cla: number): number {
  return (cla & 0x40) === 0 ? cla & 0x03 : 4 + (cla & 0x0f);
}

function bodyOf(body: Bytes): Pick<Command, 'data' | 'expected'> | undefined {
  const none = new Uint8Array();
  const [first, high = 0, low = 0] = body;
  if (first === undefined) return { data: none };
  if (body.length === 1) return { data: none, expected: first === 0 ? 256 : first };
  if (first === 0 && body.length >= 3) {
    const length = high * 256 + low;
    if (body.length === 3) return { data: none, expected: length === 0 ? 65_536 : length };
    return cut(body.subarray(3), length, 2, 65_536);
  }
  return cut(body.subarray(1), first, 1, 256);
}

function cut(
  rest: Bytes,
  length: number,
  width: number,
  all: number,
): Pick<Command, 'data' | 'expected'> | undefined {
  const data = rest.slice(0, length);
  const expected = Number.parseInt(toHex(rest.subarray(length)), 16);
  if (length > 0 && rest.length === length) return { data };
  if (length > 0 && rest.length === length + width)
    return { data, expected: expected === 0 ? all : expected };
  return undefined;
}
