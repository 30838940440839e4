import type { RuleGroup } from '../rule.ts';
import { at, rule } from '../rule.ts';

const ecdsa = at('shared/crypto/ecdsa');
const keys = at('shared/crypto/keys');
const digest = at('shared/crypto/digest');
const issue = at('shared/pki/issue');
const certificate = at('shared/pki/certificate');

/** Algorithms (SGP.22 §2.6.7). */
export const algorithmsRules: RuleGroup = {
  digest: 'pki',
  title: 'Algorithms (SGP.22 §2.6.7)',
  rules: [
    rule(
      'pki 1 curves',
      'NIST P-256 and brainpoolP256r1',
      keys('gives handles of its own curve', 'knows no other curve'),
      ecdsa('every test has its verdict'),
    ),
    rule(
      'pki 1 r‖s',
      'RSP signatures are r‖s of 64 octets, those of certificates DER',
      ecdsa('comes back from DER', 'has to be made of 64'),
    ),
    rule(
      'pki 1 points',
      'uncompressed points alone',
      keys('refuses any point but one', 'refuses the compressed form'),
    ),
    rule('pki 1 SKI', 'SHA-1 of the 65 octets of the point', digest('make the CI key id')),
    rule(
      'pki 1 oids',
      'algorithms and curves by their OIDs',
      issue('name their algorithms'),
      certificate('signed with another algorithm'),
    ),
    rule(
      'pki 1 brainpool TLS',
      'TLS with a brainpool certificate',
      at('smdp/http/pinned-answers')('speaks TLS 1.2'),
    ),
  ],
};
