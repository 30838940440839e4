import { decode, encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { RspCapability } from '#shared/rsp/euicc-info';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import type { Addresses } from '../http/addresses.ts';

/** For whom metadata are: what its eUICC can do, the address it asked for, and those of this server. */
export interface MetadataReader {
  readonly capability: RspCapability;
  readonly address: string;
  readonly addresses: Addresses;
}

/**
 * The `BF25` that a device gets: where notifications go to this server, they go to the address the device asked for;
 * service specific data go to eUICCs that know them only (SGP.22 §5.7.8, serviceSpecificDataSupport). Without such a
 * change the octets are those of the order.
 */
export function metadataFor(metadata: Bytes, reader: MetadataReader): Bytes {
  const before = decode(StoreMetadataRequest, metadata);
  const known = withoutUnsupported(before, reader.capability);
  const after = withAddress(known, reader);
  return after === before ? metadata : encode(StoreMetadataRequest, after);
}

function withoutUnsupported(metadata: StoreMetadataRequest, capability: RspCapability): StoreMetadataRequest {
  const { serviceSpecificDataStoredInEuicc, serviceSpecificDataNotStoredInEuicc, ...others } = metadata;
  if (capability.includes('serviceSpecificDataSupport')) return metadata;
  const has = serviceSpecificDataStoredInEuicc ?? serviceSpecificDataNotStoredInEuicc;
  return has === undefined ? metadata : others;
}

function withAddress(
  metadata: StoreMetadataRequest,
  { address, addresses }: MetadataReader,
): StoreMetadataRequest {
  const configured = metadata.notificationConfigurationInfo ?? [];
  const isAlias = (other: string): boolean => other !== address && addresses.isMine(other);
  if (!configured.some(({ notificationAddress }) => isAlias(notificationAddress))) return metadata;
  const notificationConfigurationInfo = configured.map((entry) =>
    isAlias(entry.notificationAddress) ? { ...entry, notificationAddress: address } : entry,
  );
  return { ...metadata, notificationConfigurationInfo };
}
