import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const prepare = at('device-sim/euicc/es10b/prepare-download');

/** PrepareDownload (SGP.22 §5.7.5). */
export const prepareDownloadRules: RuleGroup = {
  digest: 'es10',
  title: 'PrepareDownload (SGP.22 §5.7.5)',
  rules: [
    rule(
      'es10 5.7.5 #1',
      'a DPauth was authenticated in this session: else 4 noSessionContext',
      prepare('no server has been authenticated', 'an SM-DS has been'),
      lines(40, 41),
    ),
    rule(
      'es10 5.7.5 #2',
      'CERT.DPpb: same CI, role, same RID: else 1 invalidCertificate',
      prepare(
        'CERT.DPpb is under another CI',
        'the certificate is CERT.DPauth',
        'CERT.DPpb has another registered id',
        'the certificate is none',
        'the signature of CERT.DPpb',
      ),
      lines(44, 45, 46),
    ),
    rule('es10 5.7.5 #3', 'the curve: else 3 unsupportedCurve', prepare('the key is on another curve')),
    rule(
      'es10 5.7.5 #4',
      'smdpSignature2 over smdpSigned2 and my signature: else 2 invalidSignature',
      prepare('another key has signed', 'the signature is over another'),
      lines(42),
    ),
    rule(
      'es10 5.7.5 #5',
      'the transactionId is that of the session: else 5 invalidTransactionId',
      prepare('the transaction is another one'),
      lines(43),
    ),
    rule(
      'es10 5.7.5 #6',
      'a required Confirmation Code that is missing is the server’s affair',
      prepare('a Confirmation Code that is required'),
      lines(38, 39),
    ),
    rule(
      'es10 5.7.5 curve',
      'the one-time key is on the curve of CERT.DPpb',
      prepare('the one-time key is on the curve'),
      lines(37),
    ),
    rule(
      'es10 5.7.5 ok',
      'euiccSigned2 with and without hashCc, signed',
      prepare('answers a one-time key, signed'),
      lines(37, 38),
    ),
    rule('es10 5.7.5 ends', 'a failure ends the session', prepare('%s: error %i, and the session is over')),
  ],
};
