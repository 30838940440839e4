import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const trust = at('shared/pki/trust');
const numbers = at('shared/identifiers/numbers');
const client = at('smdp/es9plus/authenticate-client');
const reached = at('conformance/rules-reached/pki');

/** EID and ICCID (SGP.22 §4.3, SGP.29). */
export const eidRules: RuleGroup = {
  digest: 'pki',
  title: 'EID and ICCID (SGP.22 §4.3, SGP.29)',
  rules: [
    rule('pki 5 EID', '32 digits, straight BCD', numbers('the EID of SGP.26 is straight', '"%s" is no EID')),
    rule(
      'pki 5 check',
      '1 modulo 97; a wrong one is told, not refused',
      numbers('check digits are computed', 'wrong check digits are seen'),
      lines(92),
    ),
    rule(
      'pki 5 EIN',
      'the EID begins with the EIN of the EUM',
      trust('the EID is outside the constraints'),
      client('6: an EID'),
    ),
    rule(
      'pki 5 EIN length',
      'an EIN of another length than 8',
      reached('begin with an EIN of any length', 'are no others'),
    ),
    rule('pki 5 permittedEins', 'the extension of v3', trust('its EUM permits nobody')),
    rule(
      'pki 5 ICCID',
      '19 or 20 digits, in the form of EF.ICCID',
      numbers('%s is %s in EF.ICCID', '"%s" is no ICCID'),
    ),
    rule(
      'pki 5 Luhn',
      'the check digit of an ICCID is told, not refused',
      numbers('a wrong check digit is seen'),
    ),
  ],
};
