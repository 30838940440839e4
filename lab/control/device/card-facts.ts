import type { Eid } from '#shared/identifiers/eid';
import { contentOf, readTlvs } from '#shared/asn1/index';
import { sameBytes, toHex } from '#shared/bytes/bytes';
import { testCi } from '#shared/pki/certificate-issuers';
import type { EuiccInfo2 } from '#shared/rsp/euicc-info';

/** What a person wants to know of a card. */
export function cardFacts(
  eid: Eid,
  info: EuiccInfo2,
  addresses: { readonly defaultDpAddress?: string | undefined; readonly rootDsAddress: string },
): Readonly<Record<string, string | number>> {
  return {
    eid,
    svn: dotted(info.svn),
    profileVersion: dotted(info.profileVersion),
    freeOctets: freeOctetsOf(info.extCardResource),
    uiccCapability: info.uiccCapability.join(' '),
    rspCapability: info.rspCapability.join(' '),
    ciForVerification: info.euiccCiPKIdListForVerification.map(named).join(', '),
    ciForSigning: info.euiccCiPKIdListForSigning.map(named).join(', '),
    defaultSmdpAddress: addresses.defaultDpAddress ?? '',
    rootSmdsAddress: addresses.rootDsAddress,
  };
}

/** A CI by its key id, and by name where it is one of the test CIs. */
function named(id: Uint8Array): string {
  const ci = testCi().trusted.find((each) => sameBytes(each.id, id));
  return ci === undefined ? toHex(id) : `${toHex(id)} ${ci.name}`;
}

const dotted = (version: Uint8Array): string => [...version].join('.');

/** Octets that are free for profiles: `82` of extCardResource (TS 102 226 §8.2.1.7.2). */
export function freeOctetsOf(extCardResource: Uint8Array): number {
  const free = readTlvs(extCardResource).find(({ tag }) => tag === 0x82);
  return free === undefined ? 0 : [...contentOf(free)].reduce((sum, octet) => sum * 256 + octet, 0);
}
