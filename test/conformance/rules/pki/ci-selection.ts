import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const authenticate = at('device-sim/euicc/es10b/authenticate-server');
const prepare = at('device-sim/euicc/es10b/prepare-download');
const initiate = at('smdp/es9plus/initiate-authentication');

/** Which CI (SGP.22 §2.6.7). */
export const ciSelectionRules: RuleGroup = {
  digest: 'pki',
  title: 'Which CI (SGP.22 §2.6.7)',
  rules: [
    rule('pki 6 first', 'the first for signing that the server trusts', initiate('chooses %s'), lines(101)),
    rule(
      'pki 6 DPauth',
      'DPauth under any CI for verification, that one if it can be',
      initiate('speaks under another CI'),
    ),
    rule(
      'pki 6 curve',
      'the one-time key has the curve of DPpb',
      prepare('the one-time key is on the curve'),
      lines(37),
    ),
    rule(
      'pki 6 several',
      'a card with several CIs signs with the one asked for',
      authenticate('lists both in its order'),
      lines(22),
    ),
  ],
};
