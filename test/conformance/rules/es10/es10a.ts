import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const addresses = at('device-sim/euicc/es10a/addresses');
const undefinedErrors = at('conformance/rules-reached/undefined-error');

/** ES10a (SGP.22 §5.7.3, §5.7.4). */
export const es10aRules: RuleGroup = {
  digest: 'es10',
  title: 'ES10a (SGP.22 §5.7.3, §5.7.4)',
  rules: [
    rule(
      'es10 5.7.3',
      'GetEuiccConfiguredAddresses, with and without a default',
      addresses('are those of the factory', 'leave out the default'),
      lines(13),
    ),
    rule(
      'es10 5.7.4 result 0',
      'SetDefaultDpAddress: set, kept, cleared',
      addresses('the default can be set'),
      lines(14, 15),
    ),
    rule('es10 5.7.4 result 127', 'is read by the LPA by its name', undefinedErrors('of %s is told')),
  ],
};
