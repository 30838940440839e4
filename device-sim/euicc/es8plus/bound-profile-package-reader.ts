import { printTag } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';
import type { BppCommand } from '#shared/rsp/notifications';

import { InstallFailed } from './install-failed.ts';
import type { TlvHeader } from './tlv-header.ts';
import { readTlvHeader } from './tlv-header.ts';

/** A piece of a Bound Profile Package, in wire order. */
export type Piece =
  /** The whole `BF23`. */
  | { readonly kind: 'channel'; readonly tlv: Bytes }
  /** A whole protected `87`, `88` or `86`. */
  | { readonly kind: 'segment'; readonly command: BppCommand; readonly tlv: Bytes }
  /** All segments of a command have come. */
  | { readonly kind: 'complete'; readonly command: BppCommand };

interface Part {
  readonly tag: number;
  readonly inner: number;
  readonly command: BppCommand;
}

/** The parts behind `BF23` (SGP.22 §2.5.4); A2 may be absent. */
const parts = {
  configure: { tag: 0xa0, inner: 0x87, command: 'configureISDP' },
  metadata: { tag: 0xa1, inner: 0x88, command: 'storeMetadata' },
  keys: { tag: 0xa2, inner: 0x87, command: 'replaceSessionKeys' },
  elements: { tag: 0xa3, inner: 0x86, command: 'loadProfileElements' },
} as const satisfies Record<string, Part>;

/** Which parts may come where. */
const order: readonly (readonly Part[])[] = [
  [parts.configure],
  [parts.metadata],
  [parts.keys, parts.elements],
  [parts.elements],
];

const longestChannelRequest = 1_024;

/**
 * Cuts a Bound Profile Package (`BF36`) into its pieces however it was cut on the way (SGP.22 §2.5.5). Holds no more
 * than one incomplete TLV.
 */
export class BoundProfilePackageReader {
  readonly #longestSegment: number;
  #buffer: Bytes = new Uint8Array();
  #step: 'package' | 'channel' | 'parts' = 'package';
  /** Octets of the package's content that are still to come. */
  #left = 0;
  #partLeft = 0;
  #part: Part | undefined;
  #next = 0;

  /** `longestSegment`: octets a protected TLV may have in all. */
  constructor(longestSegment: number) {
    this.#longestSegment = longestSegment;
  }

  /**
   * The pieces that are complete with these octets.
   * @throws InstallFailed where the structure is wrong, after the pieces before.
   */
  *push(octets: Bytes): Generator<Piece, void> {
    this.#buffer = this.#buffer.length === 0 ? octets : concat(this.#buffer, octets);
    for (let piece = this.#read(); piece !== undefined; piece = this.#read()) yield piece;
  }

  #read(): Piece | undefined {
    if (this.#step === 'package' && !this.#readPackageHeader()) return undefined;
    if (this.#step === 'channel') return this.#readChannel();
    if (this.#step !== 'parts' || this.#ended()) return undefined;
    if (this.#part === undefined && !this.#readPartHeader()) return undefined;
    return this.#readSegment();
  }

  #readPackageHeader(): boolean {
    const header = this.#header('initialiseSecureChannel');
    if (header === undefined) return false;
    if (header.tag !== 0xbf36)
      return wrong('initialiseSecureChannel', `${printTag(header.tag)} instead of BF36`);
    this.#left = header.length + header.octets;
    this.#take(header.octets);
    this.#step = 'channel';
    return true;
  }

  #readChannel(): Piece | undefined {
    const header = this.#header('initialiseSecureChannel');
    if (header === undefined) return undefined;
    const octets = header.octets + header.length;
    if (header.tag !== 0xbf23 || octets > longestChannelRequest || octets > this.#left) {
      return wrong('initialiseSecureChannel', `${printTag(header.tag)} of ${octets} octets instead of BF23`);
    }
    if (this.#buffer.length < octets) return undefined;
    this.#step = 'parts';
    return { kind: 'channel', tlv: this.#take(octets) };
  }

  #readPartHeader(): boolean {
    const allowed = order[this.#next] ?? [];
    const command = allowed.at(-1)?.command ?? 'loadProfileElements';
    if (this.#left === 0) return wrong(command, 'the package ends too early');
    const header = this.#header(command);
    if (header === undefined) return false;
    const part = allowed.find(({ tag }) => tag === header.tag);
    if (part === undefined) return wrong(command, `unexpected ${printTag(header.tag)}`);
    if (header.octets + header.length > this.#left)
      return wrong(command, 'a part is longer than the package');
    this.#take(header.octets);
    this.#part = part;
    this.#partLeft = header.length;
    this.#next = part === parts.elements ? order.length : this.#next + 1;
    return true;
  }

  #readSegment(): Piece | undefined {
    const part = this.#part;
    if (part === undefined) return undefined;
    const { command, inner } = part;
    if (this.#partLeft === 0) {
      this.#part = undefined;
      return { kind: 'complete', command };
    }
    const header = readTlvHeader(this.#buffer);
    if (header === undefined) return undefined;
    if (header === 'malformed')
      throw new InstallFailed(command, 'scp03tStructureError', 'neither tag nor length');
    const octets = header.octets + header.length;
    if (header.tag !== inner || octets > this.#partLeft || octets > this.#longestSegment) {
      throw new InstallFailed(command, 'scp03tStructureError', `${printTag(header.tag)} of ${octets} octets`);
    }
    if (this.#buffer.length < octets) return undefined;
    this.#partLeft -= octets;
    return { kind: 'segment', command, tlv: this.#take(octets) };
  }

  /** After the last part nothing may come. @throws InstallFailed */
  expectEnd(): void {
    if (this.#left > 0 || this.#buffer.length > 0)
      wrong('loadProfileElements', 'octets follow the last part');
  }

  #ended(): boolean {
    return this.#part === undefined && this.#next >= order.length;
  }

  #header(command: BppCommand): TlvHeader | undefined {
    const header = readTlvHeader(this.#buffer);
    return header === 'malformed' ? wrong(command, 'neither tag nor length') : header;
  }

  #take(octets: number): Bytes {
    const taken = this.#buffer.subarray(0, octets);
    this.#buffer = this.#buffer.subarray(octets);
    this.#left -= octets;
    return taken;
  }
}

function wrong(command: BppCommand, detail: string): never {
  throw new InstallFailed(command, 'incorrectInputValues', detail);
}
