import { decode, encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import type { Addresses } from '../http/addresses.ts';

/**
 * The `BF25` that a device gets: where notifications go to this server, they go to the address the device asked for.
 * Without such a change the octets are those of the order.
 */
export function metadataFor(metadata: Bytes, address: string, addresses: Addresses): Bytes {
  const value = decode(StoreMetadataRequest, metadata);
  const configured = value.notificationConfigurationInfo ?? [];
  const isAlias = (other: string): boolean => other !== address && addresses.isMine(other);
  if (!configured.some(({ notificationAddress }) => isAlias(notificationAddress))) return metadata;
  const notificationConfigurationInfo = configured.map((entry) =>
    isAlias(entry.notificationAddress) ? { ...entry, notificationAddress: address } : entry,
  );
  return encode(StoreMetadataRequest, { ...value, notificationConfigurationInfo });
}
