import type { Bytes } from '#shared/bytes/bytes';
import { fromUtf8 } from '#shared/bytes/bytes';

import { inspectOctets } from './inspect-octets.ts';
import { printReport } from './print.ts';
import type { InspectOptions } from './report.ts';
import { InspectError } from './report.ts';

/** What the command may do: results to stdout, the rest to stderr. */
export interface InspectIo {
  stdout(text: string): void;
  stderr(text: string): void;
  /** The octets of a file; undefined where there is none of that name. */
  readFile(name: string): Promise<Bytes | undefined>;
}

/**
 * `esimlab inspect`: what a text, or the content of a file, is.
 * @param argument hex, base64, PEM, JSON, an activation code, or the name of a file with one of these or with octets
 * @returns the exit code: 0, or 2 when it is nothing that can be inspected
 */
export async function runInspect(
  argument: string,
  { json, secrets }: InspectOptions & { readonly json: boolean },
  io: InspectIo,
): Promise<0 | 2> {
  try {
    const content = await fileNamed(argument, io);
    const report = inspectOctets(content ?? argument, { secrets });
    io.stdout(json ? `${JSON.stringify(report)}\n` : printReport(report));
    return 0;
  } catch (error) {
    if (!(error instanceof InspectError)) throw error;
    io.stderr(`${error.message}\n`);
    return 2;
  }
}

async function fileNamed(argument: string, io: InspectIo): Promise<Bytes | string | undefined> {
  if (argument.length > 4096 || argument.includes('\n') || argument.includes('\0')) return undefined;
  const octets = await io.readFile(argument);
  if (octets === undefined) return undefined;
  if (octets.length === 0) throw new InspectError(`the file ${argument} is empty`);
  return textIn(octets) ?? octets;
}

/** A file of printable characters is text; DER is not: it begins with a tag and a length below 32 or above 126 sooner or later. */
function textIn(octets: Bytes): string | undefined {
  if (octets.some((octet) => octet < 0x20 && octet !== 0x09 && octet !== 0x0a && octet !== 0x0d))
    return undefined;
  try {
    return fromUtf8(octets);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
