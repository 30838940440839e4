import type { Bytes } from '#shared/bytes/bytes';

/** What a profile remembers beyond what it was loaded with: a file's content, a PIN, sequence numbers. */
export interface KeptItem {
  /** What it is, unique within the profile: `file/3F00/7FD0/6F7E`, `pin/3F00/1`, `sqn/3F00/7FD0`. */
  readonly name: string;
  readonly content: Bytes;
}

/** Keeps items for good, all of them or none; each replaces the one of its name. */
export type Keep = (items: readonly KeptItem[]) => Promise<void>;

/** What has been kept, by name. */
export type Kept = ReadonlyMap<string, Bytes>;
