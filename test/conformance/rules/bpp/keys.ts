import type { RuleGroup } from '../rule.ts';
import { at, rule } from '../rule.ts';

const bsp = at('shared/crypto/bsp');
const refused = at('device-sim/euicc/es10b/refused-packages');
const agreement = at('shared/crypto/key-agreement');

/** Keys (SGP.22 §2.6.4). */
export const keysRules: RuleGroup = {
  digest: 'bpp',
  title: 'Keys (SGP.22 §2.6.4)',
  rules: [
    rule(
      'bpp 2 #1',
      'Z is the x of the agreed point',
      agreement('gives Z of the worked example of bpp.md §2'),
    ),
    rule(
      'bpp 2 #2',
      'SharedInfo of key type, length, host, EID',
      bsp('come from the SharedInfo', 'change with key type'),
    ),
    rule(
      'bpp 2 #3',
      'X9.63 with SHA-256, 48 octets',
      at('shared/crypto/digest')('with SHA-256 gives the NIST'),
    ),
    rule('bpp 2 #4', 'MCV, S-ENC, S-MAC in this order', bsp('are those of bpp.md §2 and §3')),
    rule('bpp 2 vector 1', 'the keys of the first worked example', bsp('406d507b448a699e7a36a38494debbde')),
    rule('bpp 2 vector 2', 'the keys of the second worked example', bsp('734bc93ddb10c71c5ad13d420dc08b5b')),
    rule('bpp 2 EID', 'another EID gives other keys', refused('the session keys are of another EID')),
  ],
};
