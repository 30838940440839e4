import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const information = at('device-sim/euicc/es10b/euicc-info');
const structures = at('shared/rsp/structures');

/** EUICCInfo1, EUICCInfo2 (SGP.22 §5.7.8). */
export const euiccInfoRules: RuleGroup = {
  digest: 'es10',
  title: 'EUICCInfo1, EUICCInfo2 (SGP.22 §5.7.8)',
  rules: [
    rule('es10 3 info1', 'BF20 of the digest, octet for octet', information('BF20 is that of es10.md §3')),
    rule(
      'es10 3 info2',
      'BF22 of a real card is read and written to the same octets',
      structures('the EUICCInfo2 of a real card'),
    ),
    rule('es10 3 order', 'every member in its place', information('BF22 has its members'), lines(17)),
    rule('es10 3 capability', 'rspCapability 88 02 0398', information('BF22 has its members')),
    rule(
      'es10 3 bit 4',
      'without bit 4 the LPA leaves the 5G capabilities out',
      at('device-sim/lpa/download')('sends MatchingID, TAC and capabilities'),
    ),
    rule(
      'es10 3 bit 5',
      'without bit 5 the metadata go without BF22 and BF23',
      at('conformance/rules-reached/service-specific-data')(
        'are left out of the metadata',
        'are in the metadata',
      ),
    ),
    rule(
      'es10 3 memory',
      '82 of extCardResource falls and rises with the Profiles',
      information('the free memory shrinks'),
      lines(18),
    ),
    rule(
      'es10 3 bits',
      'BIT STRING without trailing zeros, with its count',
      at('shared/asn1/primitives')('%s has trailing zero bits', 'goes without its count'),
    ),
    rule(
      'es10 3 unknown',
      'members of later versions are passed over',
      at('shared/asn1/structures')('skips an unknown member'),
    ),
  ],
};
