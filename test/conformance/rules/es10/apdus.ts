import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const commands = at('device-sim/euicc/apdu/command-handler');
const channel = at('device-sim/lpa/es10/logical-channel');
const session = at('device-sim/euicc/session/session');

/** APDUs (SGP.22 §5.7.1, §5.7.2). */
export const apdusRules: RuleGroup = {
  digest: 'es10',
  title: 'APDUs (SGP.22 §5.7.1, §5.7.2)',
  rules: [
    rule(
      'es10 1 channel',
      'MANAGE CHANNEL opens and closes',
      commands('nineteen open', 'closing a closed channel'),
      channel('opens a channel and selects'),
    ),
    rule(
      'es10 1 select',
      'SELECT by AID on any channel, with the FCI of a real card',
      commands('answers octet by octet'),
      lines(2, 3),
    ),
    rule(
      'es10 1 other AIDs',
      'another AID: 6A82',
      commands('an ISD-R of another vendor', 'an unknown AID'),
      channel('tries the AIDs of other vendors'),
      lines(4),
    ),
    rule(
      'es10 1 class',
      'CLA of channels 0 to 3 and 4 to 19',
      commands('nineteen open'),
      channel('uses the class octets'),
    ),
    rule(
      'es10 1 chain',
      'P1 11 and 91, P2 from 00, any block size',
      commands('every block size'),
      channel('cuts a command into numbered'),
      lines(6, 7),
    ),
    rule(
      'es10 1 block number',
      'a block out of order: 6A86, what came is dropped',
      commands('a block out of order', 'a first block that is not 00'),
      lines(8),
    ),
    rule(
      'es10 1 256 blocks',
      'P2 is counted modulo 256',
      channel('numbers blocks modulo 256'),
      commands('a command longer than 256 blocks'),
    ),
    rule(
      'es10 1 intermediate',
      'blocks before the last: 9000 without data',
      at('device-sim/euicc/es10b/load-bound-profile-package')('all answers but the last'),
    ),
    rule(
      'es10 1 61xx',
      'GET RESPONSE with any class of the channel',
      commands('part of an answer is followed'),
      channel('opens a channel and selects'),
      lines(11),
    ),
    rule(
      'es10 1 256 octets',
      'longer answers come in parts of 256',
      commands('more than 256 octets'),
      channel('reads an answer of more than 256'),
      lines(10),
    ),
    rule(
      'es10 1 6Cxx',
      'wrong Le: 6Cxx, and the answer stays',
      commands('a wrong length is told'),
      channel('sends the command again'),
    ),
    rule('es10 1 6A86', 'another P1 or P2: 6A86', commands('a P1 of its own', 'P1 and P2 other than 00')),
    rule(
      'es10 1 6D00',
      'an unknown instruction or class: 6D00, 6E00',
      commands('an unknown instruction', 'an unknown class', 'a reserved class'),
    ),
    rule('es10 1 91xx', 'a first nibble 9 is a success', channel('takes 91xx for a success')),
    rule('es10 1 6A88', 'an unknown tag: 6A88', commands('an unknown tag'), lines(9)),
    rule('es10 1 6A80', 'broken BER: 6A80', commands('octets that are no TLV')),
    rule(
      'es10 1 functional',
      'an error of a function is never a status word',
      session('%s works and leaves the session'),
    ),
    rule(
      'es10 1 drop',
      'SELECT of another application, or reset: what came is dropped',
      commands('drops a partial command', 'a reset closes channels'),
    ),
    rule(
      'es10 1 between',
      'other commands do not end the session',
      session('%s works and leaves the session'),
    ),
    rule(
      'es10 1 channels',
      'two channels see nothing of one another',
      commands('keeps the answers of two channels'),
      lines(12),
    ),
    rule(
      'es10 1 not selected',
      'STORE DATA without ISD-R: refused',
      commands('a channel without the ISD-R'),
      lines(5),
    ),
  ],
};
