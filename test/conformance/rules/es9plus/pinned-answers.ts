import type { RuleGroup } from '../rule.ts';
import { at, rule } from '../rule.ts';

const pinned = at('smdp/http/pinned-answers');
const table = at('smdp/sessions/session-table');

/** Answers pinned where the specification is silent. */
export const pinnedAnswersRules: RuleGroup = {
  digest: 'es9plus',
  title: 'Answers pinned where the specification is silent',
  rules: [
    rule(
      'es9plus 9 row 1',
      'no JSON 400, too large 413, method 405, media type 415, path 404',
      pinned(
        'answers a body that is %s',
        'answers a body that is too large',
        'answers another method',
        'answers an unknown path',
      ),
    ),
    rule(
      'es9plus 9 row 2',
      'a member missing 1.3.1/2.2, broken 1.3.1/2.1, with its name and place',
      pinned('one of another type', '%s is 1.3.1/2.1', 'a transactionId that is no hex'),
    ),
    rule(
      'es9plus 9 row 3',
      'X-Admin-Protocol absent or foreign: a finding; strict: 1.2.2/2.1',
      pinned('"%s" is accepted with a finding', '"%s" is answered %s where strict'),
    ),
    rule(
      'es9plus 9 row 4',
      'BF38 or BF21 with an error: 8.1/4.2, the session ends',
      at('smdp/es9plus/authenticate-client')('2: an error of the eUICC'),
      at('smdp/es9plus/get-bound-profile-package')('2: an error'),
    ),
    rule(
      'es9plus 9 row 5',
      'BF41 with an error: Executed-Success, the session ends',
      at('smdp/es9plus/cancel-session')('an error of the eUICC'),
    ),
    rule(
      'es9plus 9 row 6',
      'a function out of its state: 8.10.1/3.9, the session is kept',
      table('%s in a session that is %s', 'a second authenticateClient', 'of two at the same time'),
    ),
    rule(
      'es9plus 9 row 7',
      'a body slower than allowed: 408, the connection is closed',
      pinned('answers a body that is too slow'),
    ),
    rule(
      'es9plus 9 no fault',
      'whatever is sent, no fault, and no 6F00 of the card',
      pinned('any body gets', 'any member gets', 'any bit of a right message'),
      at('device-sim/euicc/apdu/any-octets')('never 6F00'),
    ),
  ],
};
