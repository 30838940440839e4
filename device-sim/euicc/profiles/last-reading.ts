import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes } from '#shared/bytes/bytes';
import type { LoadedProfile } from '#shared/saip/index';

interface Reading {
  readonly profilePackage: Bytes;
  readonly profile: LoadedProfile;
}

/** What the card read last in a profile package, for the reset after the installation. Gone as soon as memory is needed. */
export class LastReading {
  #last: WeakRef<Reading> | undefined;

  keep(profilePackage: Bytes, profile: LoadedProfile): void {
    this.#last = new WeakRef({ profilePackage, profile });
  }

  /** What these octets were found to say; undefined when they have to be read again. */
  of(profilePackage: Bytes): LoadedProfile | undefined {
    const last = this.#last?.deref();
    return last && sameBytes(last.profilePackage, profilePackage) ? last.profile : undefined;
  }
}
