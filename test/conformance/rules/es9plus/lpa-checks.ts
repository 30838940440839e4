import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const download = at('device-sim/lpa/download');
const failures = at('device-sim/lpa/download-failures');

/** The session, and what the LPA checks (SGP.22 §3.1.3). */
export const lpaChecksRules: RuleGroup = {
  digest: 'es9plus',
  title: 'The session, and what the LPA checks (SGP.22 §3.1.3)',
  rules: [
    rule(
      'es9plus 8 order',
      'the functions of card and server in the order of the figure',
      download('calls the functions of card and server'),
    ),
    rule(
      'es9plus 8 octets',
      'the octets of each end go to the other as they are',
      download('hands the octets of each end'),
    ),
    rule(
      'es9plus 8 transactionId',
      'the same everywhere: else stop',
      failures(
        '%s of initiateAuthentication',
        '%s of authenticateClient',
        'transactionId of getBoundProfilePackage',
      ),
      lines(171),
    ),
    rule('es9plus 8 RID', 'CERT.DPauth and CERT.DPpb are of one server', failures('CERT.DPpb')),
    rule(
      'es9plus 8 metadata',
      'the metadata of the package are those shown: else metadataMismatch',
      failures('metadataMismatch, when'),
      lines(166),
    ),
    rule(
      'es9plus 8 receipt',
      'removed from the card after a receipt only',
      at('device-sim/lpa/notifications')('hands each to its own address', 'keeps what a recipient'),
      lines(172),
    ),
  ],
};
