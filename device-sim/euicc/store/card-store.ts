import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes, toHex } from '#shared/bytes/bytes';

import type {
  CardState,
  KeptItem,
  Registers,
  RetainedKey,
  StoredCrl,
  StoredDescription,
  StoredNotification,
  StoredProfile,
} from './card-state.ts';

/** What one commit alters; all of it is kept, or nothing. */
export interface CardChange {
  /** Makes a card of an empty store. */
  readonly description?: StoredDescription;
  readonly registers?: Registers;
  /** Each replaces the one with its AID. */
  readonly putProfiles?: readonly StoredProfile[];
  /** ISD-P AIDs. */
  readonly removeProfiles?: readonly Bytes[];
  readonly addNotifications?: readonly StoredNotification[];
  /** Sequence numbers. */
  readonly removeNotifications?: readonly number[];
  /** Each replaces the one of its SM-DP+. */
  readonly putKeys?: readonly RetainedKey[];
  /** OIDs of SM-DP+. */
  readonly removeKeys?: readonly string[];
  /** Each replaces the one of its Profile and name; those of a Profile that is removed go with it. */
  readonly putKept?: readonly KeptItem[];
  readonly putCrls?: readonly StoredCrl[];
  /** Names of revocation lists, as `crlName` makes them. */
  readonly removeCrls?: readonly string[];
}

/** A card's non-volatile memory. What was committed survives a kill at any moment. */
export interface CardStore {
  /** All there is; undefined while no card has been made. */
  read(): Promise<CardState | undefined>;
  commit(change: CardChange): Promise<void>;
  close(): Promise<void>;
}

/** The registers of a new card. */
export const firstRegisters = (description: StoredDescription): Registers => ({
  sequenceNumber: 0,
  sessionNumber: 0,
  defaultDpAddress: description.factoryDpAddress ?? '',
});

/**
 * The state after a change; the one rule all stores follow.
 * @throws Error when there is no card to change.
 */
export function applied(state: CardState | undefined, change: CardChange): CardState {
  const description = change.description ?? state?.description;
  if (description === undefined) throw new Error('no card has been made in this store');
  const { profiles = [], notifications = [], retainedKeys = [], kept = [], crls = [] } = state ?? {};
  return {
    description,
    registers: change.registers ?? state?.registers ?? firstRegisters(description),
    profiles: replaced(profiles, change.putProfiles, aidOf, change.removeProfiles?.map(toHex)),
    notifications: replaced(notifications, change.addNotifications, seqNumberOf, change.removeNotifications),
    retainedKeys: replaced(retainedKeys, change.putKeys, smdpOidOf, change.removeKeys),
    kept: keptAfter(kept, change),
    crls: replaced(crls, change.putCrls, crlName, change.removeCrls),
  };
}

/** Tells a part of a revocation list from all others; sorts by CI, number and part. */
export const crlName = ({ ciKeyId, number, part }: StoredCrl): string =>
  [toHex(ciKeyId), ...[number, part].map((each) => each.toString().padStart(16, '0'))].join('/');

const seqNumberOf = ({ seqNumber }: StoredNotification): number => seqNumber;
const smdpOidOf = ({ smdpOid }: RetainedKey): string => smdpOid;
const aidOf = ({ isdpAid }: StoredProfile): string => toHex(isdpAid);

/** Sorted by Profile and name. */
function keptAfter(
  kept: readonly KeptItem[],
  { putKept = [], removeProfiles = [] }: CardChange,
): readonly KeptItem[] {
  const goes = (item: KeptItem): boolean =>
    removeProfiles.some((aid) => sameBytes(aid, item.isdpAid)) || putKept.some((put) => sameItem(put, item));
  if (removeProfiles.length === 0 && putKept.length === 0) return kept;
  return [...kept.filter((item) => !goes(item)), ...putKept].sort(
    (a, b) => Buffer.compare(a.isdpAid, b.isdpAid) || (a.name < b.name ? -1 : 1),
  );
}

const sameItem = (a: KeptItem, b: KeptItem): boolean => a.name === b.name && sameBytes(a.isdpAid, b.isdpAid);

/** Items sorted by key, after some were removed and others put in. */
function replaced<T, K extends string | number>(
  items: readonly T[],
  put: readonly T[] | undefined,
  keyOf: (item: T) => K,
  remove: readonly K[] | undefined,
): readonly T[] {
  if (put === undefined && remove === undefined) return items;
  return merged(items, put ?? [], keyOf, remove ?? []);
}

function merged<T, K extends string | number>(
  items: readonly T[],
  put: readonly T[],
  keyOf: (item: T) => K,
  remove: readonly K[],
): readonly T[] {
  if (put.length === 0 && remove.length === 0) return items;
  const gone = new Set([...remove, ...put.map(keyOf)]);
  const kept = [...items.filter((item) => !gone.has(keyOf(item))), ...put];
  return kept.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** The Profile with an ISD-P AID. */
export const profileWithAid = (state: CardState, aid: Bytes): StoredProfile | undefined =>
  state.profiles.find(({ isdpAid }) => sameBytes(isdpAid, aid));
