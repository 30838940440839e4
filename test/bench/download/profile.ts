import type { Bytes } from '#shared/bytes/bytes';
import { encode } from '#shared/asn1/index';
import { iccidToBytes } from '#shared/identifiers/iccid';
import { makeIccid } from '#shared/identifiers/iccid';
import { parsePlmn } from '#shared/identifiers/plmn';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { buildProfile, profileFacts } from '#shared/saip/index';
import type { ProfileStock } from '#smdp/index';

import { vectors } from '../../support/vectors.ts';

/** What all devices download: the TS.48 test profile, or one built here where the vectors are absent. */
export function benchProfile(): ProfileStock & { readonly name: string } {
  const name = vectors.available ? 'TS.48 v5 (SAIP 2.3, BER-TLV, SUCI)' : 'built here';
  const upp = vectors.available ? vectors.bytes('ts48/TS48v5_SAIP2.3_BERTLV_SUCI.der') : built();
  const metadata = encode(StoreMetadataRequest, {
    iccid: iccidToBytes(profileFacts(upp).iccid),
    serviceProviderName: 'esimlab',
    profileName: 'bench',
  });
  return { upp, metadata, name };
}

function built(): Bytes {
  return buildProfile({
    iccid: makeIccid('8900012345678901234'),
    imsi: '001010123456789',
    k: new Uint8Array(16).fill(1),
    opc: new Uint8Array(16).fill(2),
    algorithm: 'milenage',
    serviceProviderName: 'esimlab',
    plmn: parsePlmn('00101'),
  });
}
