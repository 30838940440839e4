import { describe, expect, it } from 'vitest';

import { tlv } from '#shared/asn1/index';
import { concat, fromHex, toHex, toUtf8 } from '#shared/bytes/bytes';
import { metadataFor } from '#smdp/es9plus/metadata';
import { Addresses } from '#smdp/http/addresses';

import { metadataOf } from '../bench.ts';

/** Metadata with a member that nobody knows at their end, which does not outlive being written anew. */
function withUnknownMember(notificationAddress: string): Uint8Array {
  const entry = { profileManagementOperation: ['notificationInstall'], notificationAddress } as const;
  const known = metadataOf(undefined, { notificationConfigurationInfo: [entry] });
  return tlv(0xbf25, concat(known.slice(3), tlv(0x9f7f, fromHex('00'))));
}

const addresses = new Addresses('smdp.test', ['alias.test']);
const shown = (metadata: Uint8Array, address: string): string =>
  toHex(metadataFor(metadata, { capability: [], address, addresses }));

describe('metadata', () => {
  it.each([
    ['the address that was asked for', 'smdp.test'],
    ["somebody else's address", 'other.test'],
  ])('that name %s go to the device octet for octet', (_what, address) => {
    const metadata = withUnknownMember(address);
    expect(shown(metadata, 'smdp.test')).toBe(toHex(metadata));
  });

  it('that name another address of the server are written anew with the one that was asked for', () => {
    const written = shown(withUnknownMember('smdp.test'), 'alias.test');
    expect(written).toContain(toHex(toUtf8('alias.test')));
    expect(written).not.toContain(toHex(toUtf8('smdp.test')));
  });
});
