import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const rules = at('device-sim/euicc/es10c/profile-rules');
const refresh = at('device-sim/euicc/cat/refresh');
const notifications = at('device-sim/euicc/es10b/notifications');

/** Enable, Disable, Delete (SGP.22 §5.7.16 to §5.7.18). */
export const localManagementRules: RuleGroup = {
  digest: 'es10',
  title: 'Enable, Disable, Delete (SGP.22 §5.7.16 to §5.7.18)',
  rules: [
    rule(
      'es10 5 enable #1',
      'unknown: 1; not disabled: 2',
      rules('what is not there is 1, what is enabled is 2'),
      lines(78, 79),
    ),
    rule(
      'es10 5 enable #2',
      'the enabled one has PPR1: 3, but for a Test Profile',
      rules('PPR1 of the enabled Profile'),
      lines(80, 81),
    ),
    rule(
      'es10 5 enable #3',
      'from a Test Profile only to another, or back: else 4',
      rules('from a Test Profile'),
      lines(82, 83),
    ),
    rule('es10 5 enable #4', 'a REFRESH under way: 5', refresh('a second one is refused with catBusy')),
    rule(
      'es10 5 enable #5',
      'the other is disabled; notifications as configured',
      rules('is complete at once'),
      notifications('one for each configured address'),
      lines(77),
    ),
    rule(
      'es10 5 refreshFlag true',
      'the state changes with the REFRESH',
      refresh('is asked for after a switch'),
      lines(76),
    ),
    rule(
      'es10 5 refreshFlag false',
      'the state changes at once',
      refresh('is not asked for with'),
      lines(75),
    ),
    rule('es10 5 no modem', 'without a modem at once, whatever the flag', rules('is complete at once')),
    rule(
      'es10 5 rollback',
      'a REFRESH that fails: the old Profile',
      at('device-sim/euicc/cat/refused-refresh')(
        '%s: the Profile before is enabled again',
        'of a disabled Profile: it is enabled again',
        'of a Test Profile: the one to return to',
      ),
    ),
    rule(
      'es10 5 disable',
      '1, 2, 3, 5; a Test Profile gives way to the one before',
      rules('PPR1 of the enabled Profile', 'a Test Profile on its own', 'what is not there is 1, what is in'),
      lines(84),
    ),
    rule(
      'es10 5 delete',
      '1, 2, 3; the notifications stay',
      rules('PPR2: a Profile', 'what is not there is 1, what is in'),
      at('scenarios/world/profiles-on-card')('an enabled one is not deleted'),
      lines(85),
    ),
  ],
};
