import type { Bytes } from '#shared/bytes/bytes';
import { joined } from '#shared/bytes/bytes';
import type { SessionKeys } from '#shared/crypto/bsp';
import { BspError, BspVerifier } from '#shared/crypto/bsp';
import type { BppCommand } from '#shared/rsp/notifications';
import type { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import { BoundProfilePackageReader } from './bound-profile-package-reader.ts';
import type { StoredProfile } from '../store/card-state.ts';
import { InstallFailed } from './install-failed.ts';

/** What ConfigureISDP has made. */
export interface HalfMadeIsdp {
  readonly isdpAid: Bytes;
  /** Of the SM-DP+, for its Profile. */
  readonly dpProprietaryData: StoredProfile['dpProprietaryData'];
}

/** StoreMetadata as it was read and as it came. */
export interface ReadMetadata {
  readonly value: StoreMetadataRequest;
  readonly der: Bytes;
}

/** How far the commands have come. */
export type LoadStage =
  | { readonly at: 'opened' }
  | { readonly at: 'configured'; readonly isdp: HalfMadeIsdp }
  | { readonly at: 'described'; readonly isdp: HalfMadeIsdp; readonly metadata: ReadMetadata };

/** A Bound Profile Package while it comes in: its octets, its keys and what its commands have said so far. */
export class BoundProfilePackageLoad {
  readonly reader: BoundProfilePackageReader;
  stage: LoadStage = { at: 'opened' };
  #verifier: BspVerifier | undefined;
  #opened: Bytes[] = [];

  constructor(longestSegment: number) {
    this.reader = new BoundProfilePackageReader(longestSegment);
  }

  /** Once StoreMetadata has been read. */
  get metadata(): StoreMetadataRequest | undefined {
    return this.stage.at === 'described' ? this.stage.metadata.value : undefined;
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
    const whole = joined(this.#opened);
    this.#opened = [];
    return whole;
  }
}
