import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes } from '#shared/bytes/bytes';
import type { FileNode } from '#shared/saip/file-tree';
import type { LoadedProfile } from '#shared/saip/loaded-profile';
import type { PinConfiguration, PukConfiguration } from '#shared/saip/pins-element';

import type { Keep, Kept } from '../kept.ts';
import type { PinState } from './pin.ts';
import { decodePin, encodePin, firstPinState, pinAttempts, pukAttempts } from './pin.ts';

/** A PIN that a key reference names in some directory. */
export interface Pin {
  readonly configuration: PinConfiguration;
  /** Under which it is kept, `pin/3F00/1`. */
  readonly name: string;
}

/** How presenting a secret ended. */
export type Presented = 'right' | { readonly left: number };

/** The PINs and PUKs of a profile: what they are, how many attempts are left, which have been verified since the reset. */
export class Pins {
  readonly #profile: Pick<LoadedProfile, 'pins' | 'puks'>;
  readonly #kept: Map<string, Bytes>;
  readonly #keep: Keep;
  readonly #verified = new Set<string>();

  constructor(profile: Pick<LoadedProfile, 'pins' | 'puks'>, kept: Kept, keep: Keep) {
    this.#profile = profile;
    this.#kept = new Map([...kept].filter(([name]) => name.startsWith('pin/') || name.startsWith('puk/')));
    this.#keep = keep;
  }

  /** The PIN of a key reference: that of the nearest directory on the way up. */
  find(upwards: readonly FileNode[], keyReference: number): Pin | undefined {
    for (const { path } of upwards) {
      const owner = this.#profile.pins.find(({ directory }) => directory === path)?.sharedWith ?? path;
      for (const { directory, pins } of this.#profile.pins) {
        const configuration = directory === owner && pins.find((pin) => pin.keyReference === keyReference);
        if (configuration) return { configuration, name: `pin/${owner}/${keyReference}` };
      }
    }
    return undefined;
  }

  stateOf({ name, configuration }: Pin): PinState {
    const document = this.#kept.get(name);
    return document === undefined ? firstPinState(configuration) : decodePin(document);
  }

  /** A PIN that is disabled stands in nobody's way. */
  isSatisfied(pin: Pin): boolean {
    return this.#verified.has(pin.name) || !this.stateOf(pin).enabled;
  }

  /** Presents a PIN; a wrong one costs an attempt, the right one brings all of them back and changes `then`. */
  async present(pin: Pin, value: Bytes, then: Partial<PinState> = {}): Promise<Presented> {
    const state = this.stateOf(pin);
    if (!sameBytes(value, state.value)) {
      const left = state.left - 1;
      await this.#keepPin(pin, { ...state, left });
      this.#verified.delete(pin.name);
      return { left };
    }
    await this.#keepPin(pin, { ...state, left: pinAttempts(pin.configuration), ...then });
    this.#verified.add(pin.name);
    return 'right';
  }

  /** Attempts left at the PUK of a PIN; undefined when it has none. */
  pukLeft(pin: Pin): number | undefined {
    const puk = this.#pukOf(pin);
    return puk && this.#attemptsLeft(puk);
  }

  /** Gives a PIN a new value by its PUK. @throws Error for a PIN without one: a bug of ours. */
  async unblock(pin: Pin, value: Bytes, newValue: Bytes): Promise<Presented> {
    const puk = this.#pukOf(pin);
    if (puk === undefined) throw new Error(`${pin.name} has no PUK`);
    if (!sameBytes(value, puk.pukValue)) {
      const left = this.#attemptsLeft(puk) - 1;
      await this.#keepAll([{ name: pukName(puk), content: Uint8Array.of(left) }]);
      return { left };
    }
    const state = { ...this.stateOf(pin), value: newValue, left: pinAttempts(pin.configuration) };
    await this.#keepAll([
      { name: pin.name, content: encodePin(state) },
      { name: pukName(puk), content: Uint8Array.of(pukAttempts(puk).most) },
    ]);
    this.#verified.add(pin.name);
    return 'right';
  }

  #pukOf({ configuration }: Pin): PukConfiguration | undefined {
    const { unblockingPINReference } = configuration;
    return this.#profile.puks.find(({ keyReference }) => keyReference === unblockingPINReference);
  }

  #attemptsLeft(puk: PukConfiguration): number {
    return this.#kept.get(pukName(puk))?.[0] ?? pukAttempts(puk).left;
  }

  async #keepPin(pin: Pin, state: PinState): Promise<void> {
    const content = encodePin(state);
    if (sameBytes(content, encodePin(this.stateOf(pin)))) return;
    await this.#keepAll([{ name: pin.name, content }]);
  }

  async #keepAll(items: Parameters<Keep>[0]): Promise<void> {
    await this.#keep(items);
    for (const { name, content } of items) this.#kept.set(name, content);
  }
}

const pukName = ({ keyReference }: PukConfiguration): string => `puk/${keyReference}`;
