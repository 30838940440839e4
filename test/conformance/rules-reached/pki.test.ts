import { describe, expect, it } from 'vitest';

import { encode } from '#shared/asn1/index';
import { toHex } from '#shared/bytes/bytes';
import { testCi } from '#shared/pki/certificate-issuers';
import { readCertificate } from '#shared/pki/certificate';
import { nameOf } from '#shared/pki/distinguished-name';
import { euiccIdentity } from '#shared/pki/identities';
import { CertificateRefused, verifyEuicc } from '#shared/pki/trust';
import { Name, oids } from '#shared/pki/x509';
import { virtualClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';

import { craft, withExtension } from '../../support/pki.ts';

const clock = virtualClock(instant('2026-11-23T10:00:00Z'));
const { nist } = testCi();
const eid = '89049032123451234512345678901235';
const device = euiccIdentity({ ci: nist, eid, entropy: seededEntropy(1), clock });

/** `tag` and up to 127 octets, in hex. */
const wrapped = (tag: string, content: string): string =>
  `${tag}${(content.length / 2).toString(16).padStart(2, '0')}${content}`;

/** The same EUM, but for the beginning of the EIDs that it may give out. */
function eumOf(ein: string) {
  const name = toHex(encode(Name, nameOf({ O: 'RSP Test EUM', serialNumber: ein })));
  const value = wrapped('30', wrapped('a0', wrapped('30', wrapped('a4', name))));
  const edit = withExtension(oids.nameConstraints, { value, critical: true });
  return readCertificate(craft(device.eum, nist.key, edit));
}

/** pki.md §5, SGP.29. */
describe('the EIDs that an EUM may give out', () => {
  it.each(['8904', '890490', '89049032', '8904903212'])('begin with an EIN of any length: %s', (ein) => {
    expect(verifyEuicc(device.euicc, eumOf(ein), eid)).toEqual([]);
  });

  it.each(['8905', '890491', '89049033', '8904903213'])('are no others: %s', (ein) => {
    expect(() => verifyEuicc(device.euicc, eumOf(ein), eid)).toThrow(CertificateRefused);
  });
});
