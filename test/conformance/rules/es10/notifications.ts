import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const packages = at('device-sim/euicc/es10b/refused-packages');
const notifications = at('device-sim/euicc/es10b/notifications');
const loads = at('device-sim/euicc/es10b/load-bound-profile-package');
const sending = at('device-sim/lpa/notifications');

const many = at('device-sim/euicc/es10b/many-notifications');

/** Notifications (SGP.22 §3.5, §5.7.9 to §5.7.11). */
export const notificationsRules: RuleGroup = {
  digest: 'es10',
  title: 'Notifications (SGP.22 §3.5, §5.7.9 to §5.7.11)',
  rules: [
    rule(
      'es10 6 number',
      'one more each time, never again, over reset and power-off',
      notifications('sequence numbers are never used again'),
      lines(97),
    ),
    rule(
      'es10 6 integer',
      '128 has two octets',
      notifications('a sequence number of 128'),
      many('%i is %s in the result'),
    ),
    rule('es10 6 events', 'one bit for each event', notifications('can be listed by the event'), lines(93)),
    rule(
      'es10 6 example',
      'the metadata of an installation, octet for octet',
      notifications('the metadata of an installation'),
    ),
    rule(
      'es10 6 install',
      'the result itself, to the address of the session',
      loads('gives the result of bpp.md §7'),
    ),
    rule(
      'es10 6 copies',
      'further install addresses get copies with numbers of their own',
      loads('get copies of the result'),
    ),
    rule(
      'es10 6 other',
      'one for each address and event, signed over BF2F',
      notifications('one for each configured', 'are retrieved octet by octet'),
      lines(95),
    ),
    rule(
      'es10 6 same octets',
      'the result in the list is the one that was answered',
      loads('gives the result of bpp.md §7'),
    ),
    rule(
      'es10 6 order',
      'in the order of their numbers for each recipient',
      sending('hands each to its own address', 'keeps what a recipient'),
      lines(173),
    ),
    rule(
      'es10 6 full',
      'all are kept; where a card has a limit, the oldest goes',
      many('drops the oldest', 'keeps all unless', 'gives the result of a load'),
    ),
    rule(
      'es10 6 always',
      'a result also when nothing was stored, then without ICCID',
      packages('BF23 is empty'),
    ),
    rule('es10 6 by event', 'retrieval by event has the A0 wrapper', lines(94)),
  ],
};
