import { describe, expect, it } from 'vitest';

import { decode, tlv } from '#shared/asn1/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import { metadataOf, openBench, stock } from '../../smdp/bench.ts';

const data = [tlv(0x30, fromHex('8003883705A1028000'))];
const metadata = metadataOf(undefined, {
  serviceSpecificDataStoredInEuicc: data,
  serviceSpecificDataNotStoredInEuicc: data,
});

/** es10.md §3, bit 5 of RspCapability. */
describe('service specific data of a Profile', () => {
  it('are left out of the metadata for an eUICC that does not support them', async () => {
    await using bench = await openBench();
    await bench.place({ profile: { ...stock(), metadata } });
    const { prepared, boundProfilePackage } = await bench.device.download('M-1');
    expect(toHex(prepared.metadata)).toBe(toHex(metadataOf()));
    const opened = bench.device.open(prepared, boundProfilePackage);
    expect(toHex(opened.metadata)).toBe(toHex(prepared.metadata));
  });

  it('are in the metadata, octet for octet, for one that does', async () => {
    await using bench = await openBench();
    await bench.place({ profile: { ...stock(), metadata } });
    const shown = await bench.device.authenticate(await bench.device.initiate(), {
      matchingId: 'M-1',
      euiccInfo2: (info) => ({
        ...info,
        rspCapability: [...info.rspCapability, 'serviceSpecificDataSupport'],
      }),
    });
    expect(toHex(shown.metadata)).toBe(toHex(metadata));
    expect(decode(StoreMetadataRequest, shown.metadata).serviceSpecificDataStoredInEuicc).toEqual(data);
  });
});
