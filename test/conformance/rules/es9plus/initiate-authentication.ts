import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const initiate = at('smdp/es9plus/initiate-authentication');
const contracts = at('shared/rsp/es9plus');
const recorded = at('smdp/es9plus/recorded-session');
const pinned = at('smdp/http/pinned-answers');

/** InitiateAuthentication (SGP.22 §5.6.1). */
export const initiateAuthenticationRules: RuleGroup = {
  digest: 'es9plus',
  title: 'InitiateAuthentication (SGP.22 §5.6.1)',
  rules: [
    rule(
      'es9plus 2.1 #1',
      'the address is mine, in whatever capitals: else 8.8.1/3.8',
      initiate('1: another address', '1: %s is mine too'),
      lines(102, 103),
    ),
    rule('es9plus 2.1 #2', 'SVN of major version 2: else 8.8.3/3.1', initiate('2: an SVN'), lines(104)),
    rule(
      'es9plus 2.1 #3',
      'a CERT.DPauth under a CI for verification: else 8.8.4/3.7',
      initiate('3: no CERT.DPauth'),
      lines(106),
    ),
    rule(
      'es9plus 2.1 #4',
      'a CI for signing that is trusted: else 8.8.2/3.1',
      initiate('4: no CI for signing'),
      lines(105),
    ),
    rule(
      'es9plus 2.1 #5',
      'a transactionId and a serverChallenge of its own',
      initiate('gives each session a transactionId'),
      lines(108),
    ),
    rule(
      'es9plus 2.1 order',
      'of several faults the first of the section is told',
      initiate('checks in the order'),
    ),
    rule(
      'es9plus 2.1 choice',
      'the first CI for signing that is trusted, in the order of the eUICC',
      initiate('chooses %s'),
      lines(101),
    ),
    rule(
      'es9plus 2.1 two CIs',
      'the CI of CERT.DPauth and euiccCiPKIdToBeUsed may differ',
      initiate('speaks under another CI'),
    ),
    rule(
      'es9plus 2.1 request',
      'euiccChallenge: 16 octets without a tag; euiccInfo1: the whole TLV',
      contracts('$name is posted', 'refuse a challenge of another size'),
    ),
    rule(
      'es9plus 2.1 response',
      'five members; the signature as 5F37 40, the key id as 04 14',
      contracts('$name answers', 'carry a signature as 5F37'),
    ),
    rule(
      'es9plus 2.1 signature',
      'serverSignature1 is over the TLV of serverSigned1',
      contracts('serverSigned1 is what'),
      recorded('serverSigned1 and serverSignature1'),
    ),
    rule(
      'es9plus 2.1 layout',
      'the worked serverSigned1, octet for octet',
      at('shared/asn1/structures')('decodes the worked serverSigned1'),
    ),
    rule(
      'es9plus 2.1 missing',
      'a member is missing or broken: 1.3.1/2.2, 1.3.1/2.1',
      pinned('$name names the first member', '%s is 1.3.1/2.1'),
      lines(107),
    ),
  ],
};
