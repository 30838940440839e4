import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const authenticate = at('smdp/es9plus/authenticate-client');
const notification = at('smdp/es9plus/handle-notification');
const eligibility = at('smdp/eligibility/eligibility');
const interrupted = at('device-sim/lpa/interrupted-download');
const refused = at('scenarios/world/refused-orders');
const killed = at('smdp/killed');

/** Decisions: results, eligibility, memory. */
export const decisionsRules: RuleGroup = {
  digest: 'es9plus',
  title: 'Decisions: results, eligibility, memory',
  rules: [
    rule(
      'es9plus 4.2 first',
      'what is pending for a server is delivered before a new session',
      interrupted('delivers what is pending'),
    ),
    rule('es9plus 4.2 final', 'Installed is final', notification('of error never moves')),
    rule(
      'es9plus 4.2 late success',
      'success after error 9: Installed',
      notification(
        'of success after "the ICCID exists"',
        'of success after another package',
        'of success after the download attempts',
      ),
    ),
    rule(
      'es9plus 4.2 same EID',
      'error 9 of the EID that had a package: Downloaded',
      notification('"the ICCID exists" of an eUICC that had'),
    ),
    rule(
      'es9plus 4.2 again',
      'a download repeated after a kill ends well',
      interrupted('ends well with the profile enabled'),
      killed('gives the Profile once'),
    ),
    rule(
      'es9plus 4.3 version',
      'profileVersion against the package',
      eligibility('refuses a package of a higher major'),
    ),
    rule(
      'es9plus 4.3 services',
      'mandatory services against UICCCapability',
      eligibility('refuses a mandatory service'),
      lines(124),
    ),
    rule('es9plus 4.3 SVN', 'the least SVN', eligibility('holds the SVN')),
    rule(
      'es9plus 4.3 TAC',
      'the list of TACs',
      eligibility('looks for the TAC'),
      refused('is refused with 8.2.5/4.3'),
    ),
    rule('es9plus 4.3 rules', 'PPRs that the eUICC forbids', eligibility('refuses policy rules')),
    rule(
      'es9plus 4.3 test class',
      'class test where it is not supported',
      eligibility('refuses a test profile'),
    ),
    rule('es9plus 4.3 unknown', 'what is not told never refuses', eligibility('lets a profile through')),
    rule(
      'es9plus 4.3 memory',
      '82 of extCardResource against the files, as the card counts them',
      eligibility('is the 82', 'is held against'),
      at('shared/saip/load-profile')('takes the memory that the server'),
    ),
    rule('es9plus 4.3 counter', 'the attempt counts once eligibility has passed', authenticate('15:')),
  ],
};
