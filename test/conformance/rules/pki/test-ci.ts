import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const keys = at('shared/crypto/keys');
const issue = at('shared/pki/issue');
const published = at('shared/pki/sgp26');
const trust = at('shared/pki/trust');
const authenticate = at('device-sim/euicc/es10b/authenticate-server');

/** Test CI (SGP.26). */
export const testCiRules: RuleGroup = {
  digest: 'pki',
  title: 'Test CI (SGP.26)',
  rules: [
    rule('pki 3 ids', 'the key ids that test eUICCs list', published('has the two key identifiers')),
    rule(
      'pki 3 CI of 2017',
      'issuers by AKI and SKI, another name is a finding',
      trust('finds issuers by key identifier'),
      published('verify as chains'),
    ),
    rule(
      'pki 3 keys',
      'the published keys are those of the certificates',
      published('the key of %s'),
      keys('every published scalar'),
    ),
    rule('pki 3 issue', 'fresh certificates under the published CI', issue('use the published keys and EUM')),
    rule(
      'pki 3 dates',
      'dates by the Clock, none on the card',
      authenticate('expired certificates are accepted'),
      at('scenarios/world/server-trust')('is trusted at Clock time'),
      lines(35),
    ),
    rule(
      'pki 3 negative set',
      'one thing wrong at a time, for each role',
      trust(
        'it is signed with another key',
        'the time is outside its dates',
        'it is no CA',
        'the EID is outside',
      ),
    ),
  ],
};
