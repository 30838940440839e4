import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const cancel = at('smdp/es9plus/cancel-session');
const progress = at('smdp/es2plus/handle-download-progress-info');

/** CancelSession (SGP.22 §5.6.5). */
export const cancelSessionRules: RuleGroup = {
  digest: 'es9plus',
  title: 'CancelSession (SGP.22 §5.6.5)',
  rules: [
    rule(
      'es9plus 2.5 #1',
      'the transactionId is known: else 8.10.1/3.9',
      cancel('1: an unknown'),
      lines(146),
    ),
    rule(
      'es9plus 2.5 #2',
      'the signature verifies: else 8.1/6.1',
      cancel('2: a wrong signature'),
      lines(146),
    ),
    rule(
      'es9plus 2.5 #3',
      'smdpOid is that of CERT.DPauth: else 8.8/3.10',
      cancel('3: another smdpOid'),
      lines(146),
    ),
    rule(
      'es9plus 2.5 #4',
      'the transactionId signed is the outer one: else 8.10.1/3.9',
      cancel('4: another transactionId'),
      lines(146),
    ),
    rule(
      'es9plus 2.5 #5',
      'the session ends, the operator is told, the order by its reason',
      cancel('5: ends the session', '%s, %s, package delivered'),
      lines(144, 145),
    ),
    rule('es9plus 2.5 error arm', 'ends the session and leaves the order', cancel('an error of the eUICC')),
    rule(
      'es9plus 2.5 status',
      'what the operator is told for each reason',
      progress('that the eUICC cancels with %s'),
    ),
    rule(
      'es9plus 2.5 layout',
      'the value signed, octet for octet, with the tag 81 for the OID',
      at('device-sim/euicc/es10b/cancel-session')('in state %s signs'),
    ),
  ],
};
