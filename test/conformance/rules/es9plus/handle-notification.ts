import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const notification = at('smdp/es9plus/handle-notification');
const contracts = at('shared/rsp/es9plus');
const recorded = at('smdp/es9plus/recorded-session');

/** HandleNotification (SGP.22 §5.6.4). */
export const handleNotificationRules: RuleGroup = {
  digest: 'es9plus',
  title: 'HandleNotification (SGP.22 §5.6.4)',
  rules: [
    rule(
      'es9plus 2.4 answer',
      '204 without a body, always',
      contracts('handleNotification is answered without'),
      lines(137, 140, 143),
    ),
    rule('es9plus 2.4 result', 'found by transactionId', notification('of success moves'), lines(137)),
    rule(
      'es9plus 2.4 ICCID',
      'or else by ICCID, while nothing was heard of the package',
      notification('of a session that is not known'),
      at('smdp/es9plus/meanwhile')('that of an unknown session is nothing to it any more'),
    ),
    rule(
      'es9plus 2.4 result signature',
      'over the TLV BF27, by the eUICC of the session',
      notification('a result with a wrong signature', 'a result signed by another'),
      recorded('euiccSignPIR is accepted'),
      lines(140),
    ),
    rule(
      'es9plus 2.4 other',
      'over the TLV BF2F, with the chain it brings',
      notification('%s is verified with the chain', 'an enable with a wrong signature'),
      lines(142),
    ),
    rule(
      'es9plus 2.4 twice',
      'the second delivery does no harm',
      notification('of success moves'),
      at('smdp/sessions/simultaneous')('one result sent twice'),
      lines(141),
    ),
    rule(
      'es9plus 2.4 foreign',
      'a result for another SM-DP+, or of no package, changes nothing',
      notification('a result for another SM-DP+', 'a result of no package'),
      at('smdp/sessions/confused')(
        'moves the Profile of that session alone',
        'of a Profile that it never got',
      ),
    ),
  ],
};
