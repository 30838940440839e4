import type { RuleGroup } from '../rule.ts';
import { at, lines, rule, unreached, v3 } from '../rule.ts';

const loads = at('device-sim/euicc/es10b/load-bound-profile-package');
const refused = at('device-sim/euicc/es10b/refused-packages');
const foreign = at('device-sim/euicc/es10b/foreign-packages');
const interrupted = at('device-sim/euicc/es10b/interrupted-load');
const keys = at('device-sim/euicc/es10b/prepare-download');
const damaged = at('scenarios/world/damaged-profiles');
const store = at('device-sim/euicc/store/card-store');

/** Errors of an installation: (bppCommandId, errorReason). */
export const installationErrorsRules: RuleGroup = {
  digest: 'bpp',
  title: 'Errors of an installation: (bppCommandId, errorReason)',
  rules: [
    rule(
      'bpp 7 code 1',
      'incorrectInputValues: (0, 1), (1, 1), (2, 1), (4, 1), (5, 1)',
      refused(
        'BF23 is empty',
        'ConfigureISDP is another command',
        'an icon has no type',
        'ReplaceSessionKeys is another',
        'octets follow A3',
      ),
      lines(59, 63),
    ),
    rule('bpp 7 code 2', 'invalidSignature: (0, 2)', refused('another key has signed BF23'), lines(53)),
    rule(
      'bpp 7 code 3',
      'invalidTransactionId: (0, 3)',
      refused('the transaction is another one'),
      lines(54),
    ),
    rule(
      'bpp 7 code 4',
      'unsupportedCrtValues: (0, 4)',
      refused('the key type is not AES', 'the key length is not 16'),
      lines(55),
    ),
    rule(
      'bpp 7 code 5',
      'unsupportedRemoteOperationType: (0, 5)',
      refused('the remote operation'),
      lines(56),
    ),
    rule(
      'bpp 7 code 6',
      'unsupportedProfileClass: (2, 6)',
      refused('the class is reserved', 'the card takes no test Profiles'),
      lines(62),
    ),
    rule(
      'bpp 7 code 7',
      'scp03tStructureError: (1, 7), (2, 7), (4, 7), (5, 7)',
      refused('an 87 has half a block', 'an 88 has no room', 'the 87 of A2 has half', 'an 86 has half'),
      foreign('the decoder exercise'),
      lines(58),
    ),
    rule(
      'bpp 7 code 8',
      'scp03tSecurityError: (1, 8), (2, 8), (4, 8), (5, 8)',
      refused(
        'the MAC of the 87',
        'the MAC of the 88',
        'the MAC of A2',
        'the MAC of an 86',
        'the 86s are not under',
      ),
      lines(57, 60, 65),
    ),
    rule(
      'bpp 7 code 9',
      'installFailedDueToIccidAlreadyExistsOnEuicc: (2, 9)',
      refused('the ICCID is there already'),
      lines(61),
    ),
    rule(
      'bpp 7 code 10',
      'installFailedDueToInsufficientMemoryForProfile: (1, 10), (2, 10), (5, 10)',
      refused('the card is full', 'the metadata do not fit', 'the Profile does not fit'),
      lines(70),
    ),
    rule(
      'bpp 7 code 11',
      'installFailedDueToInterruption, at the command of the moment',
      interrupted('a loss of power', 'a reset', 'CancelSession', 'a new session'),
      lines(71, 178),
    ),
    rule(
      'bpp 7 code 12',
      'installFailedDueToPEProcessingError: (5, 12)',
      refused('the profile package is none', 'the profile needs what', 'a newer major version'),
      damaged('%s: is refused with the result'),
      lines(66, 67),
    ),
    rule(
      'bpp 7 code 13',
      'installFailedDueToDataMismatch: (5, 13)',
      refused('the metadata have another ICCID', 'the owner is another operator'),
      lines(68, 69),
    ),
    rule(
      'bpp 7 code 14',
      'testProfileInstallFailedDueToInvalidNaaKey: (5, 14)',
      refused('a test Profile has a key'),
      lines(72),
    ),
    rule(
      'bpp 7 code 15',
      'pprNotAllowed: (2, 15)',
      refused('policy rules name no owner', 'the card forbids PPR1', 'the RAT has nothing'),
      lines(64),
    ),
    unreached('bpp 7 code 17–23, 26', 'enterprise, LPR, unknown TLV in metadata', v3),
    rule(
      'bpp 7 code 127',
      'installFailedDueToUnknownError: a fault of the card',
      store('a fault of ours while a package loads'),
    ),
    rule('bpp 7 bppCommandIds', '0 to 5, by their names', at('shared/rsp/codes')('are those of the digests')),
    rule(
      'bpp 7 temporary',
      '10 and 11 may be tried again',
      at('smdp/es9plus/handle-notification')('of %s leaves'),
      lines(138),
    ),
    rule(
      'bpp 7 preconditions',
      'only after PrepareDownload',
      loads('a session that has only been prepared'),
      at('device-sim/euicc/session/session')('every move of the table'),
    ),
    rule(
      'bpp 7 key erased',
      'the one-time key works once, and is kept after an interruption',
      keys('after an interrupted load'),
    ),
    rule(
      'bpp 7 nothing left',
      'no ISD-P, no key, no session stays',
      refused('$says: $result'),
      interrupted(', by %s'),
      lines(70),
    ),
  ],
};
