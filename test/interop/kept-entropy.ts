import { fromHex, toHex } from '#shared/bytes/bytes';
import type { Entropy } from '#shared/runtime/entropy';
import { seededEntropy } from '#shared/runtime/entropy';

/** One draw: where, what for, and the octets (hex). The same address again is the next draw there. */
export type Draw = readonly [path: string, purpose: string, octets: string];

/** TLS of ES2+, portal and operator API: no peer of a recording sees it. */
const webPki = 'pki/web/';

/** The entropy of a seed that keeps what was drawn, in order. */
export class DrawsKept {
  readonly draws: Draw[] = [];
  readonly entropy: Entropy;

  constructor(seed: number) {
    this.entropy = this.#keeping('', seededEntropy(seed));
  }

  #keeping(path: string, inner: Entropy): Entropy {
    return {
      seeded: true,
      at: (below) => this.#keeping(joined(path, below), inner.at(below)),
      draw: (purpose, octets) => {
        const drawn = inner.draw(purpose, octets);
        if (!path.startsWith(webPki)) this.draws.push([path, purpose, toHex(drawn)]);
        return drawn;
      },
    };
  }
}

/**
 * Draws again what was kept, by path and purpose. What was never drawn then, and what wants another number of octets now,
 * comes from the seed: a change in how or what is drawn leaves those draws as they are that the peer's requests depend on.
 * @param seeded false: signatures are of real chance, too
 */
export function keptEntropy(seed: number, draws: readonly Draw[], seeded = true): Entropy {
  const left = new Map<string, string[]>();
  for (const [path, purpose, octets] of draws) {
    const address = JSON.stringify([path, purpose]);
    left.set(address, [...(left.get(address) ?? []), octets]);
  }
  const at = (path: string, inner: Entropy): Entropy => ({
    seeded,
    at: (below) => at(joined(path, below), inner.at(below)),
    draw(purpose, octets) {
      const fresh = inner.draw(purpose, octets);
      const kept = left.get(JSON.stringify([path, purpose]))?.shift();
      return kept?.length === 2 * octets ? fromHex(kept) : fresh;
    },
  });
  return at('', seededEntropy(seed));
}

const joined = (path: string, below: string): string => (path === '' ? below : `${path}/${below}`);
