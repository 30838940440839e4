import { contentOf, DecodeError, readTlv, readTlvs } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';

import type { Exchange } from './card-answer.ts';
import { printStatus, CardFailed } from './card-answer.ts';

/** The file identifiers that a boot reads (TS 102 221 §13, TS 31.102 §4.2). */
export const fileIds = {
  mf: 0x3f00,
  iccid: 0x2fe2,
  pl: 0x2f05,
  dir: 0x2f00,
  imsi: 0x6f07,
  ad: 0x6fad,
  ust: 0x6f38,
  acc: 0x6f78,
  spn: 0x6f46,
  loci: 0x6f7e,
  psloci: 0x6f73,
  epsloci: 0x6fe3,
  keys: 0x6f08,
  hplmnwact: 0x6f62,
  oplmnwact: 0x6f61,
  plmnwact: 0x6f60,
  fplmn: 0x6f7b,
  ehplmn: 0x6fd9,
} as const;

export type FileName = keyof typeof fileIds;

/**
 * Short file identifiers, where the standards give one, and the octets to ask for: those of a file of one size, else 0
 * for all there are (TS 102 221 §13, TS 31.102 §4.2).
 */
const shortFiles: Partial<Readonly<Record<FileName, readonly [sfi: number, octets: number]>>> = {
  iccid: [0x02, 10],
  pl: [0x05, 0],
  imsi: [0x07, 9],
  ad: [0x03, 0],
  ust: [0x04, 0],
  acc: [0x06, 2],
  loci: [0x0b, 11],
  psloci: [0x0c, 14],
  epsloci: [0x1e, 18],
  keys: [0x08, 33],
  hplmnwact: [0x13, 0],
  oplmnwact: [0x11, 0],
  plmnwact: [0x0a, 0],
  fplmn: [0x0d, 0],
  ehplmn: [0x1d, 0],
};

/** What a SELECT tells of a file: the members of its FCP template by tag. */
export type FileControl = ReadonlyMap<number, Bytes>;

const found = (sw: number): boolean => sw === 0x9000 || sw >> 8 === 0x91;

/** SELECT by file identifier; undefined when there is no such file. @throws CardFailed */
export async function selectFile(exchange: Exchange, file: FileName): Promise<FileControl | undefined> {
  const id = fileIds[file];
  const command = Uint8Array.of(0x00, 0xa4, 0x00, 0x04, 0x02, id >> 8, id & 0xff, 0x00);
  return control(`SELECT ${id.toString(16).toUpperCase()}`, await exchange(command));
}

/** SELECT by name; undefined when there is no such application. @throws CardFailed */
export async function selectApplication(exchange: Exchange, aid: Bytes): Promise<FileControl | undefined> {
  const command = concat(Uint8Array.of(0x00, 0xa4, 0x04, 0x04, aid.length), aid, Uint8Array.of(0x00));
  return control('SELECT by AID', await exchange(command));
}

/**
 * READ BINARY of a whole transparent file, by its short identifier where that works; undefined when it is not there or
 * may not be read.
 * @throws CardFailed
 */
export function readFile(exchange: Exchange, file: FileName): Promise<Bytes | undefined> {
  const [sfi, octets] = shortFiles[file] ?? [];
  if (sfi === undefined) return readSelectedFile(exchange, file);
  return exchange(Uint8Array.of(0x00, 0xb0, 0x80 | sfi, 0x00, octets ?? 0)).then(({ data, sw }) => {
    // There may be more of a file of 256 octets than one answer holds.
    const whole = found(sw) && data.length > 0 && data.length < 256;
    return whole ? data : readSelectedFile(exchange, file);
  });
}

async function readSelectedFile(exchange: Exchange, file: FileName): Promise<Bytes | undefined> {
  const fcp = await selectFile(exchange, file);
  const size = fcp === undefined ? 0 : sizeOf(fcp);
  if (size === 0) return undefined;
  const parts: Bytes[] = [];
  for (let offset = 0; offset < size; offset += 255) {
    const length = Math.min(255, size - offset);
    const { data, sw } = await exchange(Uint8Array.of(0x00, 0xb0, offset >> 8, offset & 0xff, length));
    if (!found(sw)) return undefined;
    if (length === size) return data;
    parts.push(data);
  }
  return concat(...parts);
}

/** READ RECORD of all records of a linear fixed file, up to the first that is not there. @throws CardFailed */
export async function readRecords(exchange: Exchange, file: FileName): Promise<readonly Bytes[]> {
  const descriptor = (await selectFile(exchange, file))?.get(0x82);
  const length = ((descriptor?.[2] ?? 0) << 8) | (descriptor?.[3] ?? 0);
  if (length === 0 || length > 255) return [];
  const records: Bytes[] = [];
  for (let record = 1; record <= (descriptor?.[4] ?? 254); record += 1) {
    const { data, sw } = await exchange(Uint8Array.of(0x00, 0xb2, record, 0x04, length));
    if (!found(sw)) break;
    records.push(data);
  }
  return records;
}

/** UPDATE BINARY from the front of a file of the application that is selected. @throws CardFailed */
export async function updateFile(exchange: Exchange, file: FileName, content: Bytes): Promise<void> {
  if ((await selectFile(exchange, file)) === undefined) {
    throw new CardFailed(`there is no file ${file.toUpperCase()} to write to`);
  }
  const header = Uint8Array.of(0x00, 0xd6, 0x00, 0x00, content.length);
  const { sw } = await exchange(concat(header, content));
  if (!found(sw))
    throw new CardFailed(`UPDATE BINARY of ${file.toUpperCase()} failed with ${printStatus(sw)}`);
}

function control(what: string, { data, sw }: { data: Bytes; sw: number }): FileControl | undefined {
  if (!found(sw)) return undefined;
  try {
    const template = readTlv(data);
    return new Map(
      readTlvs(data, template.contentStart, template.end).map((tlv) => [tlv.tag, contentOf(tlv)]),
    );
  } catch (error) {
    if (error instanceof DecodeError)
      throw new CardFailed(`${what} answers no FCP template`, { cause: error });
    throw error;
  }
}

function sizeOf(fcp: FileControl): number {
  return (fcp.get(0x80) ?? new Uint8Array()).reduce((size, octet) => size * 256 + octet, 0) & 0x7fff;
}
