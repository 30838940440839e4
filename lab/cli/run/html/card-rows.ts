import type { WireEntry } from '#scenarios/runner/index';
import { concat } from '#shared/bytes/bytes';

import { counted } from '../../counted.ts';
import type { CardCall } from './card-calls.ts';
import { decodedOf } from './decoded.ts';
import type { Decoded, MessageRow, Node } from './row.ts';
import { hexOf } from './wire-rows.ts';

/** Calls that only keep the channel: nobody asks for them. */
const housekeeping =
  /^(?:SELECT|MANAGE CHANNEL|TERMINAL|STATUS|GetEUICCInfo|ListNotification|GetProfilesInfo|GetEID)/;

/** A call of the LPA and what the card answered. */
export function cardRow({ at, device, name = '', commands, ...call }: CardCall): readonly MessageRow[] {
  const { request, response, status } = call;
  const [card, small] = [`${device}/card`, housekeeping.test(name) ? { small: true as const } : {}];
  const answered = octetsOf(response);
  const title = answerTitle(answered.decoded, response.length, status);
  const bad = /error/i.test(title) || (status !== 0x9000 && status >> 8 !== 0x61);
  const ends = { kind: 'message', at, ...small } as const;
  return [
    {
      ...ends,
      from: device,
      to: card,
      title: name,
      octets: request.length,
      ...(commands > 1 ? { times: commands } : {}),
      ...octetsOf(request),
    },
    {
      ...ends,
      from: card,
      to: device,
      title,
      answer: true,
      octets: response.length,
      ...answered,
      ...(bad ? { tone: 'bad' } : {}),
    },
  ];
}

/** What the card chose for its answer says more than its length: `authenticateResponseOk`, `errorResult`. */
function answerTitle(decoded: Decoded | undefined, octets: number, status: number): string {
  if (octets === 0) return status.toString(16).toUpperCase().padStart(4, '0');
  return chosenIn(decoded?.tree ?? [], 3) ?? counted(octets, 'octet');
}

/** The first alternative that is named for its outcome, or a result that has a meaning. */
function chosenIn(nodes: readonly Node[], depth: number): string | undefined {
  for (const { n, m, c = [] } of nodes) {
    if (/(?:Ok|Error|successResult|errorResult)$/.test(n)) return n;
    if (n === 'result' && m !== undefined) return m;
    const within = depth > 0 ? chosenIn(c, depth - 1) : undefined;
    if (within !== undefined) return within;
  }
  return undefined;
}

/** What the modem asked of the card: authentication is told, the reading of files is counted. */
export function modemRow(device: string, wires: readonly WireEntry[]): readonly MessageRow[] {
  const [first] = wires;
  if (first === undefined) return [];
  const commands = wires.filter(({ direction }) => direction === 'command');
  const authentication = commands.some(({ octets }) => octets[1] === authenticate);
  const title = authentication ? 'AUTHENTICATE' : commands.length === 0 ? 'reset' : 'reads the USIM';
  const octets = concat(...wires.map((wire) => wire.octets));
  return [
    {
      kind: 'message',
      at: first.at,
      from: device,
      to: `${device}/card`,
      title,
      ...(commands.length > 1 ? { times: commands.length } : {}),
      octets: octets.length,
      ...(authentication ? {} : { small: true }),
      decoded: { title: 'Commands and answers', text: wires.map(lineOf).join('\n') },
    },
  ];
}

const authenticate = 0x88;

const lineOf = ({ direction, octets }: WireEntry): string =>
  `${direction === 'command' ? '>' : '<'} ${hexOf(octets)}`;

function octetsOf(octets: CardCall['request']): { readonly hex?: string; readonly decoded?: Decoded } {
  if (octets.length === 0) return {};
  const decoded = decodedOf(octets);
  return { hex: hexOf(octets), ...(decoded === undefined ? {} : { decoded }) };
}
