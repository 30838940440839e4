import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const authenticate = at('smdp/es9plus/authenticate-client');
const packages = at('smdp/es9plus/get-bound-profile-package');
const notification = at('smdp/es9plus/handle-notification');
const cancel = at('smdp/es9plus/cancel-session');
const interruptions = at('scenarios/world/interruptions');
const sessions = at('smdp/sessions/session-table');
const refused = at('scenarios/world/refused-orders');

/** What becomes of the order (SGP.22 §3.1.5, §3.1.6). */
export const orderAfterRules: RuleGroup = {
  digest: 'es9plus',
  title: 'What becomes of the order (SGP.22 §3.1.5, §3.1.6)',
  rules: [
    rule(
      'es9plus 4 row 1',
      'a failure before authenticateClient: unchanged',
      interruptions('leaves the order as it was'),
    ),
    rule(
      'es9plus 4 row 2',
      'a certificate, signature or transactionId refused: unchanged',
      authenticate('a refused message ends its session'),
    ),
    rule(
      'es9plus 4 row 3',
      '8.1.1/3.8, 8.2.5/4.3, 8.1/4.8: unchanged, no attempt counted',
      authenticate('15:'),
      refused('is refused with 8.1/4.8 to a card', 'is refused with 8.1.1/3.8'),
    ),
    rule(
      'es9plus 4 row 4',
      '8.8.5/6.4, 8.2.7/6.4: Error',
      authenticate('14:'),
      packages('5: the last'),
      lines(123, 131),
    ),
    rule(
      'es9plus 4 row 5',
      '8.2.7/3.8: unchanged, one more counted, the session ends',
      packages('6: a wrong'),
      lines(130),
    ),
    rule(
      'es9plus 4 row 6',
      'a package delivered: Downloaded, and the code works on',
      packages('9: the Profile'),
      interruptions('is retried with the same'),
    ),
    rule(
      'es9plus 4 row 7',
      'the LPA is gone after that: Downloaded, it may come again',
      interruptions('is retried with the same'),
      at('kill/device')('has, started again and retried'),
    ),
    rule('es9plus 4 row 8', 'result success: Installed', notification('of success moves'), lines(137)),
    rule('es9plus 4 row 9', 'result 10 or 11: Downloaded', notification('of %s leaves'), lines(138)),
    rule('es9plus 4 row 10', 'any other result: Error', notification('of %s leaves'), lines(139)),
    rule(
      'es9plus 4 row 11',
      'result 9: Error, but see 4.2',
      notification('of success after "the ICCID exists"'),
    ),
    rule(
      'es9plus 4 row 12',
      'postponed, timeout: unchanged',
      cancel('%s, %s, package delivered'),
      lines(144),
    ),
    rule('es9plus 4 row 13', 'endUserRejection: Error', cancel('%s, %s, package delivered'), lines(145)),
    rule('es9plus 4 row 14', 'the other reasons: Error', cancel('%s, %s, package delivered'), lines(145)),
    rule(
      'es9plus 4 row 15',
      'TLS or HTTP fails: unchanged; idle sessions end',
      sessions('end when they lie idle'),
      interruptions('is retried after the answer'),
    ),
    rule(
      'es9plus 4 counters',
      'both counters rise one by one and never above their limit',
      at('smdp/sessions/simultaneous')(
        'wrong Confirmation Codes are counted',
        'download attempts are counted',
      ),
    ),
    rule(
      'es9plus 4 lenient',
      'lenient: a rejection without a package leaves the order',
      cancel('%s, %s, package delivered'),
      at('scenarios/world/consent')('and rejects it cannot have it any more'),
    ),
  ],
};
