import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const refused = at('device-sim/euicc/es10b/refused-packages');
const interrupted = at('device-sim/euicc/es10b/interrupted-load');
const metadata = at('device-sim/euicc/es10b/metadata');
const full = at('device-sim/euicc/es10b/full-card');

/** What each command of a package fails with (SGP.22 §5.5, §5.7.6): bppCommandId, errorReason. */
export const resultPairsRules: RuleGroup = {
  digest: 'bpp',
  title: 'Errors of an installation: each pair (bppCommandId, errorReason)',
  rules: [
    rule(
      'bpp 7 (0, 1)',
      'BF23 is none, or its key no point',
      refused('BF23 is empty', 'BF23 is missing', 'otPK.DP is no point'),
      metadata('members of BF23 in the order'),
    ),
    rule('bpp 7 (0, 2)', 'smdpSign is wrong', refused('another key has signed BF23'), lines(53)),
    rule('bpp 7 (0, 3)', 'another transactionId', refused('the transaction is another one'), lines(54)),
    rule(
      'bpp 7 (0, 4)',
      'key type or length',
      refused('the key type is not AES', 'the key length is not 16'),
      lines(55),
    ),
    rule('bpp 7 (0, 5)', 'remoteOpId', refused('the remote operation'), lines(56)),
    rule(
      'bpp 7 (1, 1)',
      'ConfigureISDP is none, or its data too long',
      refused('A0 is missing', 'ConfigureISDP is another', 'dpProprietaryData have more'),
      lines(59),
    ),
    rule(
      'bpp 7 (1, 7)',
      'an 87 that is none',
      refused('an 87 has half a block', 'an 87 has no room', 'A0 holds an 88'),
      lines(58),
    ),
    rule(
      'bpp 7 (1, 8)',
      'the MAC of an 87',
      refused('the MAC of the 87', 'the session keys are of another EID'),
      lines(57),
    ),
    rule('bpp 7 (1, 10)', 'no room for an ISD-P', refused('the card is full'), full('none at all')),
    rule(
      'bpp 7 (2, 1)',
      'metadata that are none',
      refused('A1 is missing', 'StoreMetadata is another', 'an icon has no type'),
      metadata('%s: (2, 1)', '%s is missing: (2, 1)'),
      lines(63),
    ),
    rule('bpp 7 (2, 6)', 'the class', refused('the class is reserved', 'the card takes no test'), lines(62)),
    rule('bpp 7 (2, 7)', 'an 88 that is none', refused('an 88 has no room')),
    rule('bpp 7 (2, 8)', 'the MAC of an 88', refused('the MAC of the 88'), lines(60)),
    rule('bpp 7 (2, 9)', 'the ICCID is there', refused('the ICCID is there already'), lines(61)),
    rule(
      'bpp 7 (2, 10)',
      'no room for the metadata',
      refused('the metadata do not fit'),
      full('less than the metadata take'),
    ),
    rule(
      'bpp 7 (2, 11)',
      'interrupted before the metadata were stored',
      interrupted(', by %s', 'a loss of power'),
      lines(71),
    ),
    rule(
      'bpp 7 (2, 15)',
      'policy rules',
      refused('policy rules name no owner', 'the card forbids PPR1', 'the RAT has nothing'),
      lines(64),
    ),
    rule('bpp 7 (4, 1)', 'ReplaceSessionKeys is none', refused('ReplaceSessionKeys is another')),
    rule('bpp 7 (4, 7)', 'an 87 of A2 that is none', refused('the 87 of A2 has half')),
    rule('bpp 7 (4, 8)', 'the MAC of A2', refused('the MAC of A2')),
    rule(
      'bpp 7 (5, 1)',
      'octets in the place of the elements',
      refused('A3 is missing', 'octets follow A3', 'octets follow the package'),
    ),
    rule('bpp 7 (5, 7)', 'an 86 that is none', refused('an 86 has half')),
    rule(
      'bpp 7 (5, 8)',
      'the MAC of an 86, order, keys',
      refused('the MAC of an 86', 'the 86s are not under'),
      lines(65),
    ),
    rule(
      'bpp 7 (5, 10)',
      'no room for the Profile',
      refused('the Profile does not fit'),
      full('less than the profile takes'),
      lines(70),
    ),
    rule(
      'bpp 7 (5, 11)',
      'interrupted within the elements',
      interrupted(', by %s', 'CancelSession'),
      lines(71),
    ),
    rule(
      'bpp 7 (5, 12)',
      'an element that cannot be worked',
      refused('the profile package is none', 'the profile package has no end', 'the profile needs what'),
      lines(66, 67),
    ),
    rule(
      'bpp 7 (5, 13)',
      'ICCID, owner, IMSI do not fit',
      refused('the metadata have another ICCID', 'the owner is another operator'),
      metadata('need EF.IMSI in the Profile'),
      lines(68, 69),
    ),
    rule(
      'bpp 7 (5, 14)',
      'a test Profile with a key of its own',
      refused('a test Profile has a key'),
      lines(72),
    ),
  ],
};
