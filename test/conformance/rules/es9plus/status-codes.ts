import type { RuleGroup } from '../rule.ts';
import { at, lines, rule, unreached } from '../rule.ts';

const initiate = at('smdp/es9plus/initiate-authentication');
const authenticate = at('smdp/es9plus/authenticate-client');
const packages = at('smdp/es9plus/get-bound-profile-package');
const cancel = at('smdp/es9plus/cancel-session');
const downloadOrder = at('smdp/es2plus/download-order');
const confirmOrder = at('smdp/es2plus/confirm-order');
const cancelOrder = at('smdp/es2plus/cancel-order');
const release = at('smdp/es2plus/release-profile');
const sessions = at('smdp/sessions/session-table');
const noSmds = 'there is no SM-DS';

/** Subject and reason codes (SGP.22 §5.2.6). */
export const statusCodesRules: RuleGroup = {
  digest: 'es9plus',
  title: 'Subject and reason codes (SGP.22 §5.2.6)',
  rules: [
    rule('es9plus 3 8.1/4.8', 'not enough memory on the eUICC', authenticate('16:'), lines(125)),
    rule(
      'es9plus 3 8.1/6.1',
      'the signature of the eUICC or the challenge is wrong',
      authenticate('8: a wrong'),
      packages('3: a wrong'),
      cancel('2: a wrong signature'),
      lines(117, 132, 146),
    ),
    rule('es9plus 3 8.1.1/2.2', 'the EID is missing', confirmOrder('refuses %j without an EID'), lines(153)),
    rule(
      'es9plus 3 8.1.1/3.8',
      'the EID is not the one expected',
      authenticate('11: an order for'),
      lines(119),
    ),
    rule(
      'es9plus 3 8.1.1/3.10',
      'another EID is bound to the ICCID',
      confirmOrder('refuses another EID'),
      cancelOrder('refuses another EID'),
      lines(153),
    ),
    rule(
      'es9plus 3 8.1.2/6.1',
      'the EUM certificate is invalid',
      authenticate('4: an EUM certificate with'),
      lines(112),
    ),
    rule('es9plus 3 8.1.2/6.3', 'the EUM certificate has expired', authenticate('5: an EUM'), lines(113)),
    rule('es9plus 3 8.1.3/6.1', 'the eUICC certificate is invalid', authenticate('6: an eUICC'), lines(114)),
    rule('es9plus 3 8.1.3/6.3', 'the eUICC certificate has expired', authenticate('7: an eUICC'), lines(115)),
    rule('es9plus 3 8.2/1.2', 'the Profile is not released yet', authenticate('12:'), lines(121)),
    rule(
      'es9plus 3 8.2/3.7',
      'the package is not available for a new binding',
      packages('of an order that is not to be rebound'),
      lines(135),
    ),
    rule(
      'es9plus 3 8.2.1/1.2',
      'the ICCID is another’s',
      downloadOrder("refuses another operator's ICCID"),
      lines(150),
    ),
    rule(
      'es9plus 3 8.2.1/3.3',
      'the ICCID is not available',
      downloadOrder('refuses an ICCID that is not Available'),
      lines(150),
    ),
    rule(
      'es9plus 3 8.2.1/3.5',
      'the Profile is in the wrong state',
      release('refuses what is not Confirmed'),
      lines(154),
    ),
    rule(
      'es9plus 3 8.2.1/3.9',
      'the ICCID is unknown',
      downloadOrder('refuses an unknown ICCID'),
      lines(150),
    ),
    unreached(
      'es9plus 3 8.2.1/3.10',
      'the ICCID is linked elsewhere',
      'no function of ES2+ that is here has it; its name is read in answers of others',
    ),
    rule(
      'es9plus 3 8.2.5/1.2',
      'the Profile Type is another’s',
      downloadOrder("refuses another operator's type"),
    ),
    rule(
      'es9plus 3 8.2.5/3.7',
      'the Profile Type is used up',
      downloadOrder('refuses when no Profile of the type'),
      lines(151),
    ),
    rule(
      'es9plus 3 8.2.5/3.8',
      'the Profile Type does not fit the ICCID',
      downloadOrder('refuses an ICCID of another type'),
      lines(150),
    ),
    rule(
      'es9plus 3 8.2.5/3.9',
      'the Profile Type is unknown',
      downloadOrder('refuses an unknown type'),
      lines(151),
    ),
    rule('es9plus 3 8.2.5/4.3', 'no eligible Profile', authenticate('15:'), lines(124)),
    rule(
      'es9plus 3 8.2.6/3.3',
      'the MatchingID is in use',
      confirmOrder('refuses the MatchingID of another'),
      lines(153),
    ),
    rule('es9plus 3 8.2.6/3.8', 'the MatchingID is refused', authenticate('10: an unknown'), lines(118)),
    rule(
      'es9plus 3 8.2.6/3.10',
      'another MatchingID is bound',
      confirmOrder('refuses another MatchingID than'),
      cancelOrder('refuses another MatchingID'),
    ),
    rule('es9plus 3 8.2.7/2.2', 'the Confirmation Code is missing', packages('4: a missing'), lines(129)),
    rule('es9plus 3 8.2.7/3.8', 'the Confirmation Code is refused', packages('6: a wrong'), lines(130)),
    rule(
      'es9plus 3 8.2.7/6.4',
      'no attempt with a Confirmation Code is left',
      packages('5: the last'),
      lines(131),
    ),
    rule('es9plus 3 8.8/3.10', 'the OID of the SM-DP+ is wrong', cancel('3: another'), lines(146)),
    rule('es9plus 3 8.8.1/3.8', 'the address of the SM-DP+ is wrong', initiate('1: another'), lines(103)),
    rule('es9plus 3 8.8.2/3.1', 'no CI that was offered is supported', initiate('4: no CI'), lines(105)),
    rule('es9plus 3 8.8.3/3.1', 'the SVN is not supported', initiate('2: an SVN'), lines(104)),
    rule(
      'es9plus 3 8.8.4/3.7',
      'no CERT.DPauth under a CI that the eUICC knows',
      initiate('3: no CERT'),
      lines(106),
    ),
    rule(
      'es9plus 3 8.8.5/4.10',
      'the order has expired',
      authenticate('13:'),
      packages('7: an order'),
      lines(122),
    ),
    rule('es9plus 3 8.8.5/6.4', 'no download attempt is left', authenticate('14:'), lines(123)),
    unreached('es9plus 3 8.9/4.2', 'the SM-DS raised an error', noSmds),
    rule(
      'es9plus 3 8.9/5.1',
      'the SM-DS cannot be reached',
      confirmOrder('refuses an SM-DS, for there is none'),
    ),
    unreached('es9plus 3 8.9.1/3.8', 'the address of the SM-DS is wrong', noSmds),
    unreached('es9plus 3 8.9.2/3.1', 'no CI that was offered is supported by the SM-DS', noSmds),
    unreached('es9plus 3 8.9.3/3.1', 'the SVN is not supported by the SM-DS', noSmds),
    unreached('es9plus 3 8.9.4/3.7', 'no CERT.DSauth under a CI that the eUICC knows', noSmds),
    unreached('es9plus 3 8.9.5/3.3', 'the event exists already', noSmds),
    unreached('es9plus 3 8.9.5/3.9', 'the event is unknown', noSmds),
    rule(
      'es9plus 3 8.10.1/3.9',
      'the transactionId is unknown',
      sessions('%s in a session that is %s'),
      lines(111, 133),
    ),
    rule(
      'es9plus 3 8.11.1/3.9',
      'the CI of the EUM is not trusted',
      authenticate('3: an EUM under a CI that'),
      lines(116),
    ),
    rule(
      'es9plus 3 by name',
      'each refusal that is thrown here is seen in an answer over HTTP',
      at('smdp/es9plus/refusals')('%s is answered'),
    ),
    rule(
      'es9plus 3 unknown pair',
      'a pair that is not in the table keeps its codes',
      at('device-sim/lpa/download-failures')('a refusal that is not in our table'),
      lines(169),
    ),
  ],
};
