import type { Bytes } from '#shared/bytes/bytes';

/** A message, or a part of one, that is not coded as the specification has it. */
export class MalformedNas extends Error {
  override readonly name = 'MalformedNas';
}

/** Reads the octets of a message from the front. */
export class OctetReader {
  readonly #octets: Bytes;
  #offset = 0;

  constructor(octets: Bytes) {
    this.#octets = octets;
  }

  /** How many octets are left. */
  get left(): number {
    return this.#octets.length - this.#offset;
  }

  /** The next octet. @throws MalformedNas when there is none */
  octet(): number {
    const octet = this.#octets[this.#offset];
    if (octet === undefined) throw new MalformedNas('the message ends too early');
    this.#offset += 1;
    return octet;
  }

  /** The next octets (format V). @throws MalformedNas when there are fewer */
  take(count: number): Bytes {
    if (count > this.left) throw new MalformedNas(`${count} octets are announced, ${this.left} are there`);
    const taken = this.#octets.slice(this.#offset, this.#offset + count);
    this.#offset += count;
    return taken;
  }

  /** A value behind a length of one octet (format LV). @throws MalformedNas also for a length out of bounds */
  lengthValue(least: number, most: number): Bytes {
    return this.#value(this.octet(), least, most);
  }

  /** A value behind a length of two octets (format LV-E). @throws MalformedNas also for a length out of bounds */
  longLengthValue(least: number, most = 0xffff): Bytes {
    return this.#value(this.octet() * 256 + this.octet(), least, most);
  }

  #value(length: number, least: number, most: number): Bytes {
    if (length < least || length > most) {
      throw new MalformedNas(`a length of ${length}, where ${least} to ${most} is possible`);
    }
    return this.take(length);
  }
}
