import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const session = at('shared/crypto/rsp-session');
const prepare = at('device-sim/euicc/es10b/prepare-download');
const cancel = at('device-sim/euicc/es10b/cancel-session');
const notifications = at('device-sim/euicc/es10b/notifications');

/** What each signature is over (SGP.22 §5.6, §5.7). */
export const signaturesRules: RuleGroup = {
  digest: 'pki',
  title: 'What each signature is over (SGP.22 §5.6, §5.7)',
  rules: [
    rule('pki 9 serverSignature1', 'serverSigned1', session('serverSignature1 comes out'), lines(21, 27)),
    rule('pki 9 euiccSignature1', 'euiccSigned1', session('euiccSignature1 verifies'), lines(21)),
    rule(
      'pki 9 smdpSignature2',
      'smdpSigned2 and the TLV of euiccSignature1',
      session('smdpSignature2 over smdpSigned2'),
      prepare('the signature is over another'),
      lines(42, 109),
    ),
    rule(
      'pki 9 euiccSignature2',
      'euiccSigned2 and the TLV of smdpSignature2',
      session('euiccSignature2 over euiccSigned2'),
      lines(37),
    ),
    rule('pki 9 smdpSign', 'the members of BF23 and both one-time keys', session('smdpSign comes out')),
    rule('pki 9 euiccSignPIR', 'BF27', session('euiccSignPIR verifies')),
    rule(
      'pki 9 euiccNotificationSignature',
      'BF2F',
      notifications('are retrieved octet by octet'),
      lines(95),
    ),
    rule(
      'pki 9 euiccCancelSessionSignature',
      'EuiccCancelSessionSigned',
      cancel('in state %s signs'),
      lines(99),
    ),
    rule(
      'pki 9 received',
      'over the octets as they came, never made again',
      at('shared/asn1/tlv')('are those that were read'),
    ),
  ],
};
