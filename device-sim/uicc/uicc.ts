import type { FileNode } from '#shared/saip/file-tree';
import type { LoadedProfile } from '#shared/saip/loaded-profile';

import { Pins } from './access/pins.ts';
import { Security } from './access/security.ts';
import { Subscriber } from './aka/subscriber.ts';
import { UiccChannel } from './channel.ts';
import { emptyTree, FileSystem } from './files/file-system.ts';
import type { Keep, Kept } from './kept.ts';

/** What a UICC is made of between two resets. */
export interface UiccParts {
  /** Absent: an MF in which nothing lies. */
  readonly profile?: LoadedProfile | undefined;
  /** What the profile has kept so far. */
  readonly kept?: Kept;
  readonly keep: Keep;
}

const noProfile: Pick<LoadedProfile, 'files' | 'aka' | 'pins' | 'puks'> = {
  files: emptyTree,
  aka: [],
  pins: [],
  puks: [],
};

/** The files, PINs and keys of one profile under power (TS 102 221, TS 31.102). */
export class Uicc {
  readonly files: FileSystem;
  readonly pins: Pins;
  readonly security: Security;
  readonly #subscribers = new Map<FileNode, Subscriber | undefined>();
  readonly #parts: UiccParts;

  constructor(parts: UiccParts) {
    const { profile = noProfile, kept = new Map(), keep } = parts;
    this.#parts = parts;
    this.files = new FileSystem(profile.files, kept, keep);
    this.pins = new Pins(profile, kept, keep);
    this.security = new Security(this.files, this.pins);
  }

  /** A logical channel on which the MF is selected. */
  openChannel(): UiccChannel {
    return new UiccChannel(this);
  }

  /** The keys of an application; undefined when it has none. */
  subscriberOf(application: FileNode): Subscriber | undefined {
    if (!this.#subscribers.has(application)) {
      const { profile = noProfile, kept = new Map(), keep } = this.#parts;
      const { applications } = this.files;
      const subscriber = Subscriber.of(application, profile.aka, applications, kept, keep);
      this.#subscribers.set(application, subscriber);
    }
    return this.#subscribers.get(application);
  }
}
