import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const authenticate = at('device-sim/euicc/es10b/authenticate-server');
const negative = at('device-sim/euicc/es10b/negative-certificates');
const several = at('device-sim/euicc/es10b/several-cis');
const numbers = at('shared/identifiers/numbers');

/** AuthenticateServer (SGP.22 §5.7.13). */
export const authenticateServerRules: RuleGroup = {
  digest: 'es10',
  title: 'AuthenticateServer (SGP.22 §5.7.13)',
  rules: [
    rule(
      'es10 5.7.13 #1',
      'a challenge is outstanding: else 4 noSessionContext',
      authenticate('no challenge has been asked for'),
      lines(25, 36),
    ),
    rule(
      'es10 5.7.13 #2',
      'the CI asked for is one of mine, that of CERT.DPauth is trusted: else 7 ciPKUnknown',
      authenticate('CERT.DPauth names no issuer key', 'believes servers under'),
      several(
        'a server under a CI for signing only',
        'a certificate under a CI for verification only',
        'a CI key id of another length',
      ),
      lines(28, 29),
    ),
    rule(
      'es10 5.7.13 #3',
      'the curve is supported: else 3 unsupportedCurve',
      authenticate('the key is on a curve the card', 'the key is on another curve'),
      negative('the key is on P-192', 'the key is on P-384'),
      lines(34),
    ),
    rule(
      'es10 5.7.13 #4',
      'the certificate is valid, its dates aside: else 1 invalidCertificate',
      authenticate(
        'the certificate is none',
        'the signature of the certificate',
        'a critical extension is unknown',
        'keyUsage is for something else',
        'expired certificates are accepted',
      ),
      negative('there is no keyUsage', 'it is the certificate of a CA', 'it has expired'),
      lines(30, 33, 35),
    ),
    rule(
      'es10 5.7.13 #5',
      'the role is DPauth or DSauth: else 5 invalidOid',
      authenticate('the certificate is CERT.DPpb', 'there are no certificate policies'),
      negative('the policy is that of CERT.DP.TLS', 'the policy is that of an EUM'),
      lines(31, 32),
    ),
    rule(
      'es10 5.7.13 #6',
      'the signature over serverSigned1 verifies: else 2 invalidSignature',
      authenticate('another key has signed', 'serverSigned1 was changed'),
      lines(27),
    ),
    rule(
      'es10 5.7.13 #7',
      'euiccChallenge is mine: else 6 euiccChallengeMismatch',
      authenticate('the challenge is another one'),
      lines(26),
    ),
    rule('es10 5.7.13 else', 'anything else: 127', authenticate('ctxParams1 is of another kind')),
    rule(
      'es10 5.7.13 ends',
      'a failure ends the session, the challenge is used',
      authenticate('%s: error %i, and the session is over'),
      lines(36),
    ),
    rule(
      'es10 5.7.13 error arm',
      'the transactionId of the error is that of serverSigned1',
      authenticate('%s: error %i, and the session is over'),
    ),
    rule(
      'es10 5.7.13 ok',
      'euiccSigned1, its signature, CERT.EUICC, CERT.EUM of the CI asked for',
      authenticate('answers signed data', 'lists both in its order'),
      lines(21, 22),
    ),
    rule('es10 5.7.13 ctxParams1', 'come back as they came', lines(21, 23)),
    rule(
      'es10 5.7.13 IMEI',
      'TAC and IMEI swapped, the last octet of the IMEI not',
      numbers('the last octet of an IMEI', 'a TAC is swapped'),
      at('device-sim/lpa/download')('sends the IMEI'),
    ),
    rule(
      'es10 5.7.13 foreign IMEI',
      'an SM-DP+ refuses no other form of IMEI or TAC',
      numbers('plain swapped BCD'),
      at('smdp/eligibility/eligibility')('looks for the TAC'),
    ),
  ],
};
