import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';

const folder = join(import.meta.dirname, 'corpus');

/** An input that is kept: a finding that was, or something worth trying each time. */
export interface KeptInput {
  /** The name of its file. */
  readonly file: string;
  readonly octets: Bytes;
}

/** The inputs kept for a target: hex in `.hex`, the very body in `.txt`. */
export function keptInputs(target: string): readonly KeptInput[] {
  const own = join(folder, target);
  if (!existsSync(own)) return [];
  return readdirSync(own)
    .sort()
    .map((file) => {
      const octets = readFileSync(join(own, file));
      const isHex = file.endsWith('.hex');
      return { file, octets: isHex ? fromHex(octets.toString('latin1')) : new Uint8Array(octets) };
    });
}

/** The targets that inputs are kept for. */
export function keptTargets(): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
