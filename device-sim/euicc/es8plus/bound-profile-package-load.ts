import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';
import type { SessionKeys } from '#shared/crypto/bsp';
import { BspError, BspVerifier } from '#shared/crypto/bsp';
import type { BppCommand } from '#shared/rsp/notifications';
import type { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import { BoundProfilePackageReader } from './bound-profile-package-reader.ts';
import { InstallFailed } from './install-failed.ts';

/** What ConfigureISDP has made. */
export interface HalfMadeIsdp {
  readonly isdpAid: Bytes;
  /** Dotted. */
  readonly dpOid: string | undefined;
}

/** A Bound Profile Package while it comes in: its octets, its keys and what its commands have said so far. */
export class BoundProfilePackageLoad {
  readonly reader: BoundProfilePackageReader;
  isdp: HalfMadeIsdp | undefined;
  metadata: { readonly value: StoreMetadataRequest; readonly der: Bytes } | undefined;
  #verifier: BspVerifier | undefined;
  #opened: Bytes[] = [];

  constructor(longestSegment: number) {
    this.reader = new BoundProfilePackageReader(longestSegment);
  }

  /** From the next segment on, these keys hold. */
  useKeys(keys: SessionKeys): void {
    this.#verifier = new BspVerifier(keys);
  }

  /** Verifies and decrypts one segment. @throws InstallFailed */
  open(command: BppCommand, tlv: Bytes): void {
    if (this.#verifier === undefined) throw new Error('a segment before the secure channel');
    try {
      this.#opened.push(this.#verifier.open(tlv));
    } catch (cause) {
      if (!(cause instanceof BspError)) throw cause;
      const reason = cause.kind === 'structure' ? 'scp03tStructureError' : 'scp03tSecurityError';
      throw new InstallFailed(command, reason, cause.message, { cause });
    }
  }

  /** The clear octets of the segments since the last call. */
  takeOpened(): Bytes {
    const whole = concat(...this.#opened);
    this.#opened = [];
    return whole;
  }
}
