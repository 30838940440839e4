import type { RuleGroup } from '../rule.ts';
import { at, lines, rule, unreached, v3 } from '../rule.ts';

const pinned = at('smdp/http/pinned-answers');

/** SM-DS (SGP.22 §5.8, §5.9) and version 3. */
export const otherVersionsRules: RuleGroup = {
  digest: 'es9plus',
  title: 'SM-DS (SGP.22 §5.8, §5.9) and version 3',
  rules: [
    unreached(
      'es9plus 6 ES11',
      'InitiateAuthentication and AuthenticateClient of an SM-DS, EventIDs',
      'there is no SM-DS',
    ),
    unreached(
      'es9plus 6 ES12',
      'RegisterEvent and DeleteEvent',
      'there is no SM-DS; ES2+ with an smdsAddress is 8.9/5.1',
    ),
    rule(
      'es9plus 6 DSauth',
      'the card takes a server of the role DSauth, and no download from it',
      at('device-sim/euicc/es10b/prepare-download')('an SM-DS has been authenticated'),
      lines(24, 41),
    ),
    rule(
      'es9plus 7 lpaRspCapability',
      'members of v3 are passed over with a finding',
      pinned('unknown members are passed over'),
    ),
    rule('es9plus 7 functions', 'functions of v3: 404', pinned('answers an unknown path with 404')),
    unreached(
      'es9plus 7 rsp3',
      'the prefix rsp3-, crlList, otherCertsInChain, operationType, new error codes',
      v3,
    ),
  ],
};
