import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { Bytes } from '../bytes/bytes.ts';
import { toHex, toUtf8 } from '../bytes/bytes.ts';
import type { Instant } from './span.ts';
import type { Trace } from './trace.ts';

/**
 * One digest over all that went over the wires of a world (design.md §3): SHA-256 over each lane in name order, each
 * as its own sequence of virtual time, direction and octets, every part framed by its length.
 */
export class TraceHash {
  readonly #lanes = new Map<string, Hash>();
  readonly #detach: () => void;

  constructor(trace: Trace) {
    this.#detach = trace.on('wire', ({ lane, direction, octets }, { at }) => {
      this.#add(lane, at, direction, octets);
    });
  }

  /** The digest of all so far, 64 hex digits; more may follow. */
  digest(): string {
    const whole = createHash('sha256');
    for (const lane of [...this.#lanes.keys()].sort()) {
      framed(whole, toUtf8(lane));
      framed(whole, this.#lanes.get(lane)?.copy().digest() ?? new Uint8Array());
    }
    return toHex(new Uint8Array(whole.digest())).toLowerCase();
  }

  /** Stops listening. */
  close(): void {
    this.#detach();
  }

  #add(lane: string, at: Instant, direction: string, octets: Bytes): void {
    const hash = this.#lanes.get(lane) ?? createHash('sha256');
    this.#lanes.set(lane, hash);
    framed(hash, toUtf8(`${at}`));
    framed(hash, toUtf8(direction));
    framed(hash, octets);
  }
}

function framed(hash: Hash, octets: Bytes): void {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, octets.length);
  hash.update(length).update(octets);
}
