import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const authenticate = at('smdp/es9plus/authenticate-client');
const packages = at('smdp/es9plus/get-bound-profile-package');
const interruptions = at('scenarios/world/interruptions');
const keys = at('device-sim/euicc/es10b/prepare-download');

/** The one-time key of a retry (SGP.22 §3.1.3.2). */
export const oneTimeKeyRules: RuleGroup = {
  digest: 'es9plus',
  title: 'The one-time key of a retry (SGP.22 §3.1.3.2)',
  rules: [
    rule(
      'es9plus 4.1 kept',
      'the card keeps the key after postponed, timeout, interruption',
      keys('after %s (%i) the key is kept', 'a prepared session that a new one ends'),
      lines(47),
    ),
    rule('es9plus 4.1 offered', 'the server offers the key that a package was bound to', authenticate('19:')),
    rule(
      'es9plus 4.1 same',
      'the key that is still there comes back, else a new one',
      keys('a server that offers no key'),
      lines(47),
    ),
    rule(
      'es9plus 4.1 same key',
      'the protected part is the same, under a new InitialiseSecureChannel',
      packages('with the same one-time key'),
      lines(134),
    ),
    rule(
      'es9plus 4.1 other key',
      'another key: bound anew',
      packages('with another one-time key'),
      lines(135),
    ),
    rule(
      'es9plus 4.1 segments',
      'the very same segments install after an interrupted load, once',
      keys('after an interrupted load'),
    ),
    rule(
      'es9plus 4.1 one key',
      'one key for each SM-DP+ is kept',
      keys('a prepared session that a new one ends'),
    ),
    rule(
      'es9plus 4.1 policy',
      'reuse, rebind, refuse',
      packages('of an order that is to be rebound', 'of an order that is not to be rebound'),
      interruptions('gets a new package where'),
    ),
  ],
};
