import type { RuleGroup } from '../rule.ts';
import { at, rule } from '../rule.ts';

const bsp = at('shared/crypto/bsp');
const built = at('smdp/binding/bound-profile-package');
const recorded = at('shared/crypto/rsp-session');
const agreement = at('shared/crypto/key-agreement');

/** The worked package. */
export const workedPackageRules: RuleGroup = {
  digest: 'bpp',
  title: 'The worked package',
  rules: [
    rule('bpp 5 server', 'the server makes it octet for octet', built('is that of the worked example')),
    rule(
      'bpp 5 keys',
      'its keys',
      bsp('are those of the worked example of bpp.md §5'),
      agreement('gives Z of the worked example of bpp.md §5'),
    ),
    rule('bpp 5 segments', 'its segments', bsp('makes the segments of the worked example')),
    rule('bpp 5 recorded', 'the recorded one opens again', recorded('its segments come out exactly')),
  ],
};
