import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const packages = at('smdp/es9plus/get-bound-profile-package');
const progress = at('smdp/es2plus/handle-download-progress-info');
const contracts = at('shared/rsp/es9plus');
const recorded = at('smdp/es9plus/recorded-session');
const digest = at('shared/crypto/digest');
const table = at('smdp/sessions/session-table');

/** GetBoundProfilePackage (SGP.22 §5.6.2). */
export const getBoundProfilePackageRules: RuleGroup = {
  digest: 'es9plus',
  title: 'GetBoundProfilePackage (SGP.22 §5.6.2)',
  rules: [
    rule(
      'es9plus 2.3 #1',
      'the transactionId is known, and its session waits for this: else 8.10.1/3.9',
      packages('1: an unknown'),
      table('%s in a session that is %s'),
      lines(133),
    ),
    rule('es9plus 2.3 #2', 'an error of the eUICC: 8.1/4.2, the session ends', packages('2: an error')),
    rule(
      'es9plus 2.3 #3',
      'euiccSignature2 verifies: else 8.1/6.1; the transactionId inside is the outer one: else 8.10.1/3.9',
      packages('3: a wrong', '3: another'),
      lines(132),
    ),
    rule(
      'es9plus 2.3 #4',
      'hashCc is there where it is required: else 8.2.7/2.2',
      packages('4: a missing one'),
      lines(129),
    ),
    rule(
      'es9plus 2.3 #5',
      'Confirmation Code attempts used up: 8.2.7/6.4, and Error',
      packages('5: the last wrong one', '5: a session that was open'),
      lines(131),
    ),
    rule('es9plus 2.3 #6', 'hashCc is wrong: 8.2.7/3.8, counted', packages('6: a wrong one'), lines(130)),
    rule('es9plus 2.3 #7', 'the order has expired meanwhile: 8.8.5/4.10', packages('7: an order')),
    rule(
      'es9plus 2.3 #8',
      'bound to another key and not to be bound anew: 8.2/3.7',
      packages(
        '8: a Profile that another eUICC has got meanwhile is refused',
        '8: a Profile that has been installed',
      ),
      lines(135),
    ),
    rule(
      'es9plus 2.3 #9',
      'delivered: Downloaded; points 3 and 2 to the operator',
      packages('9: the Profile'),
      progress('whose Confirmation Code is missing'),
      lines(127),
    ),
    rule(
      'es9plus 2.3 signature',
      'euiccSignature2 is over euiccSigned2 and the TLV of smdpSignature2',
      contracts('euiccSigned2 with smdpSignature2'),
      recorded('euiccSignature2 is accepted'),
    ),
    rule(
      'es9plus 2.3 hashCc',
      'SHA-256 of the inner hash and the transactionId, as the worked example',
      digest('hash a confirmation code'),
      lines(128),
    ),
    rule(
      'es9plus 2.3 not asked for',
      'a hashCc that nobody asked for is ignored',
      packages('one that is not required'),
    ),
    rule(
      'es9plus 2.3 otPK',
      'a one-time key that is no point: 1.3.1/2.1',
      packages('a one-time key that is no point'),
    ),
  ],
};
