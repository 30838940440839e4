import type { WireEntry } from '#scenarios/runner/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromUtf8, toHex } from '#shared/bytes/bytes';
import { refusalNamed } from '#shared/rsp/refusals';

import { decodedJson, decodedNas, decodedOf } from './decoded.ts';
import type { Decoded, MessageRow } from './row.ts';

/** Longer ones are cut short in hex. */
const mostHex = 3_000;

/** A message between two parties; undefined where the far end tells of it. */
export function wireRow(entry: WireEntry, lost: boolean): MessageRow | undefined {
  const { lane, direction } = entry;
  if (lane === 'ES9+') return lost ? { ...es9Row(entry, 'device-1'), tone: 'lost' } : undefined;
  if (lane.endsWith('/ES9+'))
    return { ...es9Row(entry, lane.slice(0, -5)), ...(lost ? { tone: 'lost' } : {}) };
  if (lane === 'ES2+') return es2Row(entry);
  if (lane === 'network') return networkRow(entry);
  if (lane.endsWith('/host')) return hostRow(entry, lane.slice(0, -5));
  return row(entry, { from: lane, to: lane, title: direction });
}

function es9Row(entry: WireEntry, device: string): MessageRow {
  return httpRow(entry, { client: device, server: 'smdp' });
}

/** The operator calls the SM-DP+, but for what the SM-DP+ tells of downloads (SGP.22 §5.3.5). */
function es2Row(entry: WireEntry): MessageRow {
  const back = entry.direction.includes('handleDownloadProgressInfo');
  return httpRow(
    entry,
    back ? { client: 'smdp', server: 'operator' } : { client: 'operator', server: 'smdp' },
  );
}

interface Ends {
  readonly client: string;
  readonly server: string;
}

function httpRow(entry: WireEntry, { client, server }: Ends): MessageRow {
  const [way, name = ''] = entry.direction.split(' ');
  const body = fromUtf8Leniently(entry.octets);
  const said = decodedJson(body, `${entry.lane.split('/').at(-1) ?? ''}.${name}, ${way ?? ''}`);
  if (way === 'request') return row(entry, { from: client, to: server, title: name }, said);
  const refused = refusalIn(body);
  const title = refused ?? (body === '' ? 'ok' : 'done');
  const ends = { from: server, to: client, title, answer: true as const };
  return row(entry, refused === undefined ? ends : { ...ends, tone: 'bad' }, said);
}

/** `matchingIdRefused 8.2.6/3.8` of a response that says so. */
function refusalIn(body: string): string | undefined {
  const [, status] = /"status"\s*:\s*"([^"]+)"/.exec(body) ?? [];
  if (status === undefined || !/^(Failed|Expired)$/.test(status)) return undefined;
  const member = (name: string): string => new RegExp(`"${name}"\\s*:\\s*"([^"]*)"`).exec(body)?.[1] ?? '';
  const codes = { subjectCode: member('subjectCode'), reasonCode: member('reasonCode') };
  return [refusalNamed(codes), `${codes.subjectCode}/${codes.reasonCode}`].filter(Boolean).join(' ');
}

function networkRow(entry: WireEntry): MessageRow {
  const at = entry.direction.lastIndexOf(' ');
  const [device, way] = [entry.direction.slice(0, at), entry.direction.slice(at + 1)];
  const title = entry.what ?? way;
  const said = decodedNas(entry.octets, way === 'downlink');
  if (way !== 'downlink') return row(entry, { from: device, to: 'network', title }, said);
  const bad = /reject|refus|barred/i.test(title) ? { tone: 'bad' as const } : {};
  return row(entry, { from: 'network', to: device, title, ...bad }, said);
}

/** The bridge: what the page calls and sets, and what it is called back with. */
function hostRow(entry: WireEntry, device: string): MessageRow {
  const text = fromUtf8Leniently(entry.octets);
  const said = decodedJson(text, entry.direction) ?? { title: 'text', text };
  const [way, name = ''] = entry.direction.split(' ');
  if (way === 'callback') return row(entry, { from: device, to: 'portal', title: name, answer: true }, said);
  const small = way === 'set' ? { small: true as const } : {};
  return row(
    entry,
    { from: 'portal', to: device, title: way === 'set' ? `set ${name}` : name, ...small },
    said,
  );
}

type Words = Pick<MessageRow, 'from' | 'to' | 'title' | 'answer' | 'tone' | 'small'>;

function row({ at, octets }: WireEntry, words: Words, decoded?: Decoded): MessageRow {
  const said = decoded ?? (octets.length > 0 && octets[0] !== 0x7b ? decodedOf(octets) : undefined);
  const hex = decoded?.text === undefined && octets.length > 0 ? { hex: hexOf(octets) } : {};
  return {
    kind: 'message',
    at,
    ...words,
    octets: octets.length,
    ...hex,
    ...(said === undefined ? {} : { decoded: said }),
  };
}

/** In hex, cut short where that is long. */
export function hexOf(octets: Bytes): string {
  const hex = toHex(octets.subarray(0, mostHex));
  return octets.length > mostHex ? `${hex}…` : hex;
}

function fromUtf8Leniently(octets: Bytes): string {
  try {
    return fromUtf8(octets);
  } catch (error) {
    if (error instanceof TypeError) return '';
    throw error;
  }
}
