import type { Readable } from 'node:stream';

/** A line without an end. */
export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

/** Far more than the largest answer of a server in hex. */
export const longestLine = 8 * 1_024 * 1_024;

/** The lines of a stream of UTF-8, without what ends them; the last one need not be ended. @throws LineTooLong */
export async function* linesOf(stream: Readable, longest = longestLine): AsyncGenerator<string> {
  stream.setEncoding('utf8');
  let parts: string[] = [];
  let length = 0;
  for await (const chunk of endingAtCut(stream)) {
    const [first = '', ...rest] = String(chunk).split('\n');
    parts.push(first);
    length += first.length;
    for (const line of rest) {
      yield withoutReturn(parts.join(''));
      parts = [line];
      length = line.length;
    }
    if (length > longest) throw new LineTooLong(`a line of more than ${longest} characters`);
  }
  if (length > 0) yield withoutReturn(parts.join(''));
}

/** A stream that is cut off has ended. */
async function* endingAtCut(stream: Readable): AsyncGenerator {
  try {
    yield* stream;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'))
      throw error;
  }
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
