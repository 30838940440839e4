import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const loads = at('device-sim/euicc/es10b/load-bound-profile-package');
const download = at('device-sim/lpa/download');

/** After success. */
export const afterSuccessRules: RuleGroup = {
  digest: 'bpp',
  title: 'After success',
  rules: [
    rule(
      'bpp 8 disabled',
      'Disabled, with its class, the result waits',
      loads('installs a disabled Profile'),
      lines(48),
    ),
    rule(
      'bpp 8 delivered',
      'the LPA posts the result, then removes it',
      download('goes through its stages'),
      lines(172),
    ),
  ],
};
