import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const bsp = at('shared/crypto/bsp');

/** Protection (SGP.22 §2.6.3). */
export const protectionRules: RuleGroup = {
  digest: 'bpp',
  title: 'Protection (SGP.22 §2.6.3)',
  rules: [
    rule('bpp 3 #1', '80 and zeros, always', bsp('padding always comes')),
    rule('bpp 3 #2', 'ICV: the counter enciphered', bsp('begins to encipher from the ICV')),
    rule('bpp 3 #3', 'AES-CBC', bsp('makes the chain of bpp.md §3')),
    rule('bpp 3 #4', 'the length counts the MAC', bsp('of %i octets writes the length')),
    rule(
      'bpp 3 #5',
      'CMAC over chain, tag, length, data',
      bsp('chains the whole MACs'),
      at('shared/crypto/cmac')('is that of RFC 4493'),
    ),
    rule('bpp 3 #6', '8 octets of the MAC go out, all 16 are chained', bsp('chains the whole MACs')),
    rule('bpp 3 MAC only', 'counts too', bsp('counts a MAC-only segment')),
    rule(
      'bpp 3 chain',
      'one chain over 87, 88, 87, 86',
      bsp('makes the chain of bpp.md §3', 'refuses a segment that is repeated'),
      lines(65),
    ),
    rule(
      'bpp 3 structure',
      'too short, no whole blocks: scp03tStructureError',
      bsp('calls %s a structure error'),
      lines(58),
    ),
    rule(
      'bpp 3 security',
      'wrong MAC, wrong padding: scp03tSecurityError',
      bsp('refuses a segment with a flipped bit', 'calls wrong padding'),
      lines(57, 60),
    ),
    rule(
      'bpp 3 vector',
      'the worked chain, octet for octet',
      bsp('makes the chain of bpp.md §3', '34172cde3eeac7c8eef819445b5d3ce8'),
    ),
  ],
};
