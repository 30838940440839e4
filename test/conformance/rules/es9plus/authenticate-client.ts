import type { RuleGroup } from '../rule.ts';
import { at, lines, rule, unreached } from '../rule.ts';

const authenticate = at('smdp/es9plus/authenticate-client');
const eligibility = at('smdp/eligibility/eligibility');
const progress = at('smdp/es2plus/handle-download-progress-info');
const contracts = at('shared/rsp/es9plus');
const recorded = at('smdp/es9plus/recorded-session');
const trust = at('shared/pki/trust');
const table = at('smdp/sessions/session-table');

/** AuthenticateClient (SGP.22 §5.6.3). */
export const authenticateClientRules: RuleGroup = {
  digest: 'es9plus',
  title: 'AuthenticateClient (SGP.22 §5.6.3)',
  rules: [
    rule(
      'es9plus 2.2 #1',
      'the transactionId is known, and its session waits for this: else 8.10.1/3.9',
      authenticate('1: an unknown'),
      table('%s in a session that is %s'),
      lines(111),
    ),
    rule(
      'es9plus 2.2 #2',
      'an error of the eUICC: Failed, the session ends, the order stays',
      authenticate('2: an error of the eUICC', '2: an error of another'),
    ),
    rule(
      'es9plus 2.2 #3',
      'the CI of the EUM is trusted and the one asked for: else 8.11.1/3.9',
      authenticate('3: an EUM under another CI', '3: an EUM under a CI that'),
      lines(116),
    ),
    rule(
      'es9plus 2.2 #4',
      'CERT.EUM: signature, role, CA: else 8.1.2/6.1',
      authenticate(
        '4: an EUM certificate with a wrong',
        '4: an EUM certificate that is none',
        '4: an EUM certificate of another',
        '4: octets',
      ),
      at('smdp/es9plus/chains')('is refused', 'is known in a session by the one that was asked for alone'),
      lines(112),
    ),
    rule(
      'es9plus 2.2 #5',
      'CERT.EUM has not expired: else 8.1.2/6.3',
      authenticate('5: an EUM certificate'),
      lines(113),
    ),
    rule(
      'es9plus 2.2 #6',
      'CERT.EUICC: issued by the EUM, role, usage, its EID permitted: else 8.1.3/6.1',
      authenticate('6: an eUICC certificate of another EUM', '6: an EID'),
      lines(114),
    ),
    rule(
      'es9plus 2.2 #7',
      'CERT.EUICC has not expired: else 8.1.3/6.3',
      authenticate('7: an eUICC certificate'),
      lines(115),
    ),
    rule(
      'es9plus 2.2 #8',
      'euiccSignature1 verifies: else 8.1/6.1',
      authenticate('8: a wrong euiccSignature1'),
      lines(117),
    ),
    rule(
      'es9plus 2.2 #9',
      'serverChallenge and serverAddress are those sent: else 8.1/6.1',
      authenticate('9: another serverChallenge', '9: another serverAddress'),
      lines(117),
    ),
    rule(
      'es9plus 2.2 #9a',
      'the transactionId inside is the outer one: else 8.10.1/3.9',
      authenticate('9a:'),
    ),
    rule(
      'es9plus 2.2 #9b',
      'ctxParams1 is ctxParamsForCommonAuthentication: else 1.3.1/2.2',
      authenticate('9b:'),
    ),
    rule(
      'es9plus 2.2 #10',
      'an order by matchingId, or by EID without one: else 8.2.6/3.8',
      authenticate('10: an unknown', '10: without a MatchingID', '10: of several'),
      lines(118, 120),
    ),
    rule(
      'es9plus 2.2 #11',
      'the order is for no other EID: else 8.1.1/3.8',
      authenticate('11: an order for', '11: an order that was'),
      lines(119),
    ),
    rule(
      'es9plus 2.2 #12',
      'the Profile is Released or Downloaded: else 8.2/1.2',
      authenticate('12:'),
      lines(121),
    ),
    rule('es9plus 2.2 #13', 'the order has not expired: else 8.8.5/4.10', authenticate('13:'), lines(122)),
    rule(
      'es9plus 2.2 #14',
      'a download attempt is left: else 8.8.5/6.4, and Error',
      authenticate('14:'),
      lines(123),
    ),
    rule(
      'es9plus 2.2 #15',
      'the Profile is for this eUICC and device: else 8.2.5/4.3',
      authenticate('15:'),
      lines(124),
    ),
    rule(
      'es9plus 2.2 #16',
      'there is memory enough: else 8.1/4.8',
      authenticate('16:'),
      eligibility('is held against'),
      lines(125),
    ),
    unreached(
      'es9plus 2.2 #17',
      'too many Profiles: 8.2.5/5.1',
      'unconfirmed, and no number is refused here',
    ),
    rule('es9plus 2.2 #18', 'ccRequiredFlag says what the order says', authenticate('18:'), lines(110)),
    rule('es9plus 2.2 #19', 'bppEuiccOtpk of a package for this EID is offered', authenticate('19:')),
    rule(
      'es9plus 2.2 #20',
      'the operator is told of point 1, whatever came of it',
      authenticate('20:'),
      progress('that goes well', 'that is refused: point 1'),
    ),
    rule(
      'es9plus 2.2 error arm',
      'the error arm is read, its code goes to the trace',
      authenticate('2: an error of the eUICC'),
    ),
    rule(
      'es9plus 2.2 response',
      'metadata, smdpSigned2, smdpSignature2, CERT.DPpb',
      contracts('$name answers'),
      lines(109),
    ),
    rule(
      'es9plus 2.2 signature',
      'smdpSignature2 is over smdpSigned2 and the TLV of euiccSignature1',
      contracts('smdpSigned2 with euiccSignature1'),
      recorded('smdpSigned2 and smdpSignature2'),
    ),
    rule(
      'es9plus 2.2 euiccSignature1',
      'is over the TLV of euiccSigned1 as it came',
      recorded('euiccSignature1 is accepted over'),
    ),
    rule(
      'es9plus 2.2 gone',
      'Installed, Error, Unavailable, unknown: all 8.2.6/3.8',
      at('smdp/es2plus/profile-states')('by MatchingID for a Profile that is %s'),
      lines(126),
    ),
    rule(
      'es9plus 2.2 canonical',
      'certificates are judged over their own octets',
      at('shared/pki/certificate')('verifies over its own octets'),
    ),
    rule(
      'es9plus 2.2 old CI',
      'an issuer of another name and the same key: a finding',
      authenticate('a certificate under the 2017 name'),
      trust('finds issuers by key identifier'),
    ),
  ],
};
