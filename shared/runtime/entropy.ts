import { hkdfSync, randomBytes } from 'node:crypto';
import type { Bytes } from '../bytes/bytes.ts';
import { fromHex } from '../bytes/bytes.ts';

/** Where all chance of a world comes from: octets drawn for a purpose at an address (design.md §3). */
export interface Entropy {
  /** Whether the same draws come again in the next run. */
  readonly seeded: boolean;
  /** The entropy below a path, such as `device-1/session/3`. */
  at(path: string): Entropy;
  /** The next `octets` octets for a purpose, such as `euiccChallenge`. */
  draw(purpose: string, octets: number): Bytes;
}

/**
 * HKDF-SHA256 of the seed, the whole path, the purpose and the number of the draw for that purpose there: no draw
 * depends on what is drawn elsewhere, or when.
 */
export function seededEntropy(seed: string | number): Entropy {
  const draws = new Map<string, number>();
  const at = (path: string): Entropy => ({
    seeded: true,
    at: (below) => at(path === '' ? below : `${path}/${below}`),
    draw(purpose, octets) {
      const address = JSON.stringify([path, purpose]);
      const number = (draws.get(address) ?? 0) + 1;
      draws.set(address, number);
      return new Uint8Array(
        hkdfSync('sha256', `${seed}`, 'esimlab', JSON.stringify([path, purpose, number]), octets),
      );
    },
  });
  return at('');
}

/** Octets that are asked for at once: asking costs more than the octets. */
const supply = 1_024;

/** Real chance. Each octet is given out once and not kept. */
export function systemEntropy(): Entropy {
  let left = new Uint8Array();
  const entropy: Entropy = {
    seeded: false,
    at: () => entropy,
    draw(_purpose, octets) {
      if (octets > supply) return new Uint8Array(randomBytes(octets));
      if (octets > left.length) left = new Uint8Array(randomBytes(supply));
      const drawn = left.slice(0, octets);
      left.fill(0, 0, octets);
      left = left.subarray(octets);
      return drawn;
    },
  };
  return entropy;
}

/**
 * What was drawn elsewhere, for a replay: hex for each purpose, at whatever path; of a list each entry once, in order.
 * A draw that the script does not foresee throws an Error, as does one of another length.
 */
export function scriptedEntropy(script: Readonly<Record<string, string | readonly string[]>>): Entropy {
  const left = new Map(
    Object.entries(script).map(([purpose, hex]) => [purpose, typeof hex === 'string' ? [hex] : [...hex]]),
  );
  const entropy: Entropy = {
    seeded: true,
    at: () => entropy,
    draw(purpose, octets) {
      const hex = left.get(purpose)?.shift();
      if (hex === undefined)
        throw new Error(`the script has no ${left.has(purpose) ? 'more ' : ''}"${purpose}"`);
      const drawn = fromHex(hex);
      if (drawn.length !== octets)
        throw new Error(`"${purpose}" wants ${octets} octets, the script has ${drawn.length}`);
      return drawn;
    },
  };
  return entropy;
}
