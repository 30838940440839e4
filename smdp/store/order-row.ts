import type { Insertable, Selectable } from '#shared/storage/database';
import { fromHex, toHex } from '#shared/bytes/bytes';
import type { SessionKeys } from '#shared/crypto/bsp';
import { parseEid } from '#shared/identifiers/eid';
import { parseIccid } from '#shared/identifiers/iccid';
import { instant } from '#shared/runtime/span';

import type { Binding, Delivery, NewOrder, Order } from '../orders/order.ts';
import type { ProfileState } from '../orders/profile-states.ts';
import type { SmdpTables } from './tables.ts';

type Row = SmdpTables['download_order'];

/** A row as it is read, with its octets. */
export type OrderRow = Selectable<Row> & Omit<SmdpTables['profile_octets'], 'order_id'>;

/** What `details` holds: octets in hex, nothing where there is none. */
interface Details extends Pick<Order, 'attempts' | 'limits' | 'tacs' | 'rebinding' | 'history'> {
  /** Left out where it is `immediate`, as it was for all once. */
  readonly available?: Order['available'];
  readonly orderedAt?: Exclude<Order['orderedAt'], undefined>;
  readonly expiresAfter?: Exclude<Order['expiresAfter'], undefined>;
  /** Left out by versions that knew no stock: each Profile was ordered when it came. */
  readonly ordered?: number;
  readonly expiresAt?: Exclude<Order['expiresAt'], undefined>;
  readonly hashedConfirmationCode?: string;
  readonly binding?: Hex<Omit<Binding, 'profileKeys'>> & { readonly profileKeys?: Hex<SessionKeys> };
  readonly deliveries: readonly Hex<Delivery>[];
}

/** The same members with octets as hex. */
type Hex<T> = { readonly [M in keyof T]: T[M] extends Uint8Array ? string : T[M] };

/** The columns of an order. */
export function toRow(order: NewOrder): Insertable<Row> {
  return { ...plainColumns(order), details: JSON.stringify(detailsOf(order)) };
}

/** The columns that have to be written when an order has changed: each index has some of the plain ones. */
export function toChangedColumns(order: Order, before: Order): Partial<Insertable<Row>> {
  const changed: Partial<Record<keyof Row, string | number | null>> = {
    details: JSON.stringify(detailsOf(order)),
  };
  const [now, then] = [plainColumns(order), plainColumns(before)];
  for (const name of plainNames) if (now[name] !== then[name]) changed[name] = now[name];
  return changed as Partial<Insertable<Row>>;
}

const plainNames = ['iccid', 'matching_id', 'eid', 'state', 'owner', 'profile_type', 'releases_at'] as const;

function plainColumns({
  iccid,
  matchingId,
  eid,
  state,
  ownership,
  releasesAt,
}: NewOrder): Pick<Row, (typeof plainNames)[number]> {
  return {
    iccid,
    matching_id: matchingId,
    eid: eid ?? null,
    state,
    owner: ownership?.owner ?? null,
    profile_type: ownership?.profileType ?? null,
    releases_at: releasesAt ?? null,
  };
}

/** The order of a row. */
export function fromRow(row: OrderRow): Order {
  const details = JSON.parse(row.details) as Details;
  const { attempts, limits, tacs, rebinding, history, expiresAt, hashedConfirmationCode: hashed } = details;
  const { owner, profile_type: profileType } = row;
  return {
    id: row.id,
    iccid: parseIccid(row.iccid),
    ownership: owner === null || profileType === null ? undefined : { owner, profileType },
    ordered: details.ordered ?? 1,
    matchingId: row.matching_id,
    eid: row.eid === null ? undefined : parseEid(row.eid),
    state: row.state as ProfileState,
    hashedConfirmationCode: hashed === undefined ? undefined : fromHex(hashed),
    attempts,
    limits,
    expiresAt,
    expiresAfter: details.expiresAfter,
    available: details.available ?? 'immediate',
    orderedAt: details.orderedAt,
    releasesAt: row.releases_at === null ? undefined : instant(row.releases_at),
    tacs,
    rebinding,
    profile: { upp: row.upp, metadata: row.metadata },
    binding: details.binding === undefined ? undefined : bindingOf(details.binding),
    deliveries: details.deliveries.map(deliveryOf),
    history,
  };
}

function detailsOf(order: NewOrder): Details {
  const { ordered, attempts, limits, tacs, rebinding, history } = order;
  const { expiresAt, hashedConfirmationCode, binding, available, orderedAt, expiresAfter } = order;
  return {
    ordered,
    attempts,
    limits,
    tacs,
    rebinding,
    history,
    ...(available === 'immediate' ? {} : { available }),
    ...(orderedAt === undefined ? {} : { orderedAt }),
    ...(expiresAfter === undefined ? {} : { expiresAfter }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(hashedConfirmationCode === undefined
      ? {}
      : { hashedConfirmationCode: toHex(hashedConfirmationCode) }),
    ...(binding === undefined ? {} : { binding: hexOfBinding(binding) }),
    deliveries: order.deliveries.map((delivery) => ({
      ...delivery,
      transactionId: toHex(delivery.transactionId),
      euiccCertificate: toHex(delivery.euiccCertificate),
    })),
  };
}

function hexOfBinding(binding: Binding): NonNullable<Details['binding']> {
  const { curve, euiccOtpk, smdpOtpk, smdpOtsk, hostId, metadata, profileKeys } = binding;
  return {
    curve,
    euiccOtpk: toHex(euiccOtpk),
    smdpOtpk: toHex(smdpOtpk),
    smdpOtsk: toHex(smdpOtsk),
    hostId: toHex(hostId),
    metadata: toHex(metadata),
    ...(profileKeys === undefined ? {} : { profileKeys: hexOfKeys(profileKeys) }),
  };
}

function hexOfKeys({ initialMacChainingValue, sEnc, sMac }: SessionKeys): Hex<SessionKeys> {
  return {
    initialMacChainingValue: toHex(initialMacChainingValue),
    sEnc: toHex(sEnc),
    sMac: toHex(sMac),
  };
}

function bindingOf(binding: NonNullable<Details['binding']>): Binding {
  const { curve, euiccOtpk, smdpOtpk, smdpOtsk, hostId, metadata, profileKeys } = binding;
  return {
    curve,
    euiccOtpk: fromHex(euiccOtpk),
    smdpOtpk: fromHex(smdpOtpk),
    smdpOtsk: fromHex(smdpOtsk),
    hostId: fromHex(hostId),
    metadata: fromHex(metadata),
    profileKeys: profileKeys === undefined ? undefined : keysOf(profileKeys),
  };
}

function keysOf({ initialMacChainingValue, sEnc, sMac }: Hex<SessionKeys>): SessionKeys {
  return {
    initialMacChainingValue: fromHex(initialMacChainingValue),
    sEnc: fromHex(sEnc),
    sMac: fromHex(sMac),
  };
}

function deliveryOf(hex: Hex<Delivery>): Delivery {
  return {
    ...hex,
    transactionId: fromHex(hex.transactionId),
    euiccCertificate: fromHex(hex.euiccCertificate),
    result: hex.result,
  };
}
