import type { RuleGroup } from '../rule.ts';
import { at, rule } from '../rule.ts';

const rules = at('device-sim/euicc/es10c/profile-rules');
const loads = at('device-sim/euicc/es10b/load-bound-profile-package');

/** Examples of a real card, and robustness. */
export const robustnessRules: RuleGroup = {
  digest: 'es10',
  title: 'Examples of a real card, and robustness',
  rules: [
    rule(
      'es10 7 exchanges',
      'SELECT, GetEID, an empty list, as a real card answers',
      at('device-sim/euicc/apdu/command-handler')('answers octet by octet'),
      at('device-sim/euicc/es10c/profiles-info')('is that of es10.md §2'),
    ),
    rule(
      'es10 8 one octet',
      'error codes have one octet',
      at('device-sim/euicc/session/session')('RetrieveNotificationsList'),
    ),
    rule(
      'es10 8 vendors',
      'an AID of a vendor: 6A82',
      at('device-sim/euicc/apdu/command-handler')('an ISD-R of another vendor'),
    ),
    rule('es10 8 whole package', 'a package in one command installs too', loads('a command in one piece')),
    rule('es10 8 GetEID', 'by 5A alone', at('device-sim/euicc/es10c/profiles-info')('knows 5A only')),
    rule('es10 8 by AID', 'by AID and by ICCID', rules('by AID too')),
  ],
};
