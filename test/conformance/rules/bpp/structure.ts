import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const bsp = at('shared/crypto/bsp');
const structure = at('shared/rsp/bound-profile-package');
const built = at('smdp/binding/bound-profile-package');
const recorded = at('shared/crypto/rsp-session');
const loads = at('device-sim/euicc/es10b/load-bound-profile-package');
const refused = at('device-sim/euicc/es10b/refused-packages');
const metadata = at('device-sim/euicc/es10b/metadata');

/** Structure (SGP.22 §2.5.4, §5.5). */
export const structureRules: RuleGroup = {
  digest: 'bpp',
  title: 'Structure (SGP.22 §2.5.4, §5.5)',
  rules: [
    rule(
      'bpp 1 outer',
      'BF36 { BF23, A0, A1, [A2], A3 }',
      structure('has its parts', 'with its parts out of order', 'with a part too many'),
    ),
    rule(
      'bpp 1 BF23',
      'remoteOpId comes before the transactionId',
      built('is that of the worked example'),
      metadata('members of BF23 in the order'),
    ),
    rule(
      'bpp 1 smdpSign',
      'over the members and both one-time keys as TLVs',
      recorded('smdpSign comes out exactly'),
      at('shared/rsp/es9plus')('by smdpSign: the members'),
      lines(53),
    ),
    rule(
      'bpp 1 hostId',
      '1 to 16 octets',
      at('smdp/settings')('refuse a host id'),
      metadata('a hostId of %i octets'),
    ),
    rule(
      'bpp 1 names',
      'names of 32 and 64 characters, an icon of 1024 octets with its type',
      metadata('names of 32 and 64', 'an icon of 1025 octets', 'a type without an icon'),
      lines(63),
    ),
    rule('bpp 1 mandatory', 'ICCID and both names are there', metadata('%s is missing: (2, 1)')),
    rule(
      'bpp 1 BF22',
      'service specific data: stored and given back, or not stored',
      metadata('serviceSpecificDataStoredInEuicc is given back'),
    ),
    rule('bpp 1 BF24', 'empty, or with dpProprietaryData', loads('the octets of ConfigureISDP'), lines(48)),
    rule(
      'bpp 1 B8',
      'more than 128 octets: 1',
      refused('dpProprietaryData have more'),
      metadata('dpProprietaryData of 128'),
      lines(59),
    ),
    rule(
      'bpp 1 BF25',
      'the metadata as they came',
      loads('metadata are kept as they came', 'data objects of the SM-DP+'),
      lines(50),
    ),
    rule(
      'bpp 1 BF25 unknown',
      'a v2 eUICC passes over what it does not know',
      at('shared/asn1/structures')('skips an unknown member'),
      metadata('members of later versions'),
    ),
    rule(
      'bpp 1 BF25 example',
      'the worked StoreMetadata is read and written',
      at('shared/rsp/structures')('decodes to the value', 'every schema has a vector'),
    ),
    rule(
      'bpp 1 BF26',
      'MCV, ENC, MAC; from the first 86 on, counted from 1',
      built('replaces the session keys'),
      bsp('makes the chain of bpp.md §3'),
      lines(49),
    ),
  ],
};
