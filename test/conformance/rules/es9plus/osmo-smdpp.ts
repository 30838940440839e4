import type { RuleGroup } from '../rule.ts';
import { at, rule } from '../rule.ts';

const failures = at('device-sim/lpa/download-failures');
const osmo = at('device-sim/lpa/osmo-smdpp');

/** What osmo-smdpp does, and the LPA lives with. */
export const osmoSmdppRules: RuleGroup = {
  digest: 'es9plus',
  title: 'What osmo-smdpp does, and the LPA lives with',
  rules: [
    rule('es9plus 1 osmo #1', 'another URL under the address of the code', osmo('is called at another URL')),
    rule(
      'es9plus 1 osmo #2',
      'transactionId is echoed as it came, in capitals',
      osmo('reads a transactionId in lower case'),
    ),
    rule(
      'es9plus 1 osmo #3',
      'one CI only, in both lists',
      at('scenarios/world/server-trust')('%s serves a device'),
    ),
    rule(
      'es9plus 1 osmo #4',
      'certificates are canonical DER; the EUM names its EINs',
      at('shared/pki/issue')('has the very octets of the published %s', 'have the extension octets'),
    ),
    rule(
      'es9plus 1 osmo #5',
      'no search by EID there: the refusal 8.2.6/3.8 is told',
      failures('a refusal %s'),
    ),
    rule(
      'es9plus 1 osmo #6',
      'metadata without class are operational',
      at('shared/rsp/codes')('of a Profile class default'),
    ),
    rule(
      'es9plus 1 osmo #7',
      'A2 always, segments of 1036 octets',
      osmo('hands on segments of 1036'),
      at('device-sim/euicc/es10b/load-bound-profile-package')('segments of 1036 octets'),
    ),
    rule(
      'es9plus 1 osmo #8',
      'a failed cancelSession does no harm',
      osmo('does not mind when cancelSession'),
    ),
    rule('es9plus 1 osmo #9', 'a notification is acknowledged unseen', osmo('takes any 2xx')),
    rule(
      'es9plus 1 osmo #10',
      'HTTP 500 to the error arm: the error of the eUICC is told',
      failures('AuthenticateServer %i: the server'),
    ),
    rule(
      'es9plus 1 osmo #11',
      'members nobody knows are passed over',
      osmo('ignores members it does not know'),
    ),
  ],
};
