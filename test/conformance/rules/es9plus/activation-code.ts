import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const failures = at('device-sim/lpa/download-failures');
const codes = at('shared/identifiers/activation-code');
const addresses = at('scenarios/world/addresses');

/** Activation code (SGP.22 §4.1). */
export const activationCodeRules: RuleGroup = {
  digest: 'es9plus',
  title: 'Activation code (SGP.22 §4.1)',
  rules: [
    rule(
      'es9plus 5 form',
      'with and without LPA:, OID, flag, more fields',
      codes('$code is read'),
      lines(158),
    ),
    rule(
      'es9plus 5 broken',
      'another format, no $, bad characters: refused before anything is sent',
      codes('$code is refused'),
      failures('%s is refused before anything'),
      lines(159),
    ),
    rule(
      'es9plus 5 empty',
      'an empty matchingId finds the order by EID',
      addresses('without a MatchingID finds'),
      lines(161),
    ),
    rule(
      'es9plus 5 OID',
      'an OID that is not that of CERT.DPauth stops the LPA',
      failures('the object identifier of the code'),
      lines(160),
    ),
    rule(
      'es9plus 5 matchingId',
      'digits, capital letters, hyphens',
      at('shared/identifiers/names')('digits, capital letters and hyphens'),
    ),
  ],
};
