import type { RuleGroup } from '../rule.ts';
import { at, rule } from '../rule.ts';

const loads = at('device-sim/euicc/es10b/load-bound-profile-package');
const refused = at('device-sim/euicc/es10b/refused-packages');
const response = at('shared/saip/euicc-response');
const damaged = at('scenarios/world/damaged-profiles');

/** ProfileInstallationResult and EUICCResponse. */
export const installationResultRules: RuleGroup = {
  digest: 'bpp',
  title: 'ProfileInstallationResult and EUICCResponse',
  rules: [
    rule('bpp 7 success', 'the result of success, octet for octet', loads('gives the result of bpp.md §7')),
    rule('bpp 7 error', 'the result of failure, octet for octet', loads('a failure has the form')),
    rule('bpp 7 smdpOid', 'the OID of CERT.DPpb', loads('gives the result of bpp.md §7')),
    rule(
      'bpp 7 signature',
      'over BF27 by the eUICC of the CI',
      at('shared/rsp/es9plus')('the notification is read with its whole data'),
      at('device-sim/euicc/es10b/notifications')('are signed under the CI'),
    ),
    rule(
      'bpp 7 simaResponse',
      'the nine octets of a real card',
      response('of success is what'),
      at('shared/saip/load-profile')('is answered with the octets'),
    ),
    rule(
      'bpp 7 PEStatus',
      'status, identification of the element, aborted',
      response('of a fault names'),
      refused('a refused element is named'),
    ),
    rule(
      'bpp 7 PEStatus values',
      'feature-not-supported, unsupported-profile-version, bad-values and their like',
      at('shared/saip/load-profile')(
        'a version that is too new',
        'a service that the card',
        'an unknown template',
        'an unknown element',
        'no End',
      ),
      refused('a newer version of the package'),
      damaged('content, which is longer'),
    ),
    rule(
      'bpp 7 PEStatus shown',
      'the LPA tells the fault with its element',
      at('device-sim/lpa/download/faults-in')('stands in the message'),
    ),
  ],
};
