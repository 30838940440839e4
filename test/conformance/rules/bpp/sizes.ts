import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const built = at('smdp/binding/bound-profile-package');
const loads = at('device-sim/euicc/es10b/load-bound-profile-package');

/** Sizes (SGP.22 §2.5.3). */
export const sizesRules: RuleGroup = {
  digest: 'bpp',
  title: 'Sizes (SGP.22 §2.5.3)',
  rules: [
    rule(
      'bpp 4 1020',
      'the server makes none above 1020, full ones of exactly that',
      built('has no segment above 1020'),
      lines(136),
    ),
    rule(
      'bpp 4 1036',
      'the card takes 1036, and refuses that where strict',
      loads('segments of 1036 octets', 'segments of more than 1036'),
      lines(52),
    ),
    rule(
      'bpp 4 borders',
      'the package is cut without regard to elements',
      loads('installs at every way of cutting'),
      lines(52),
    ),
    rule('bpp 4 88', 'long metadata come in several 88', loads('metadata with an icon'), lines(51)),
  ],
};
