import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const information = at('device-sim/euicc/es10b/euicc-info');
const notifications = at('device-sim/euicc/es10b/notifications');
const session = at('device-sim/euicc/session/session');
const functions = at('device-sim/lpa/es10/functions');
const crl = at('device-sim/euicc/es10b/load-crl');
const undefinedErrors = at('conformance/rules-reached/undefined-error');

/** ES10b (SGP.22 §5.7.5 to §5.7.14, §5.7.22). */
export const es10bRules: RuleGroup = {
  digest: 'es10',
  title: 'ES10b (SGP.22 §5.7.5 to §5.7.14, §5.7.22)',
  rules: [
    rule(
      'es10 5.7.7',
      'GetEUICCChallenge: 16 octets, another each time',
      at('device-sim/euicc/es10b/authenticate-server')('no two challenges', 'an earlier challenge'),
      lines(19),
    ),
    rule('es10 5.7.8 info1', 'GetEUICCInfo1', information('BF20 is that'), lines(16)),
    rule('es10 5.7.8 info2', 'GetEUICCInfo2', information('BF22 has its members'), lines(17)),
    rule(
      'es10 5.7.9',
      'ListNotification, all and by event; none: A0 00',
      notifications('can be listed by the event', 'an unused event'),
      lines(93),
    ),
    rule('es10 5.7.9 error 127', 'the error arm is read', undefinedErrors('of %s is told')),
    rule(
      'es10 5.7.10',
      'RetrieveNotificationsList: all, by number, by event',
      notifications('are retrieved octet by octet'),
      lines(94),
    ),
    rule(
      'es10 5.7.10 error 1',
      'noResultAvailable',
      notifications('an unused event lists nothing'),
      lines(94),
    ),
    rule('es10 5.7.10 error 127', 'the error arm is read', undefinedErrors('of %s is told')),
    rule(
      'es10 5.7.11 result 0',
      'RemoveNotificationFromList: removed',
      notifications('are removed one by one'),
      lines(96),
    ),
    rule('es10 5.7.11 result 1', 'nothingToDelete', notifications('are removed one by one'), lines(96)),
    rule('es10 5.7.11 result 127', 'is read by the LPA by its name', undefinedErrors('of %s is told')),
    rule(
      'es10 5.7.12',
      'LoadCRL is answered by a card without CRLs',
      information('CRLs are not supported'),
      functions('LoadCRL hands over'),
      lines(98),
    ),
    rule(
      'es10 5.7.12 ok',
      'taken, with the parts that are missing',
      crl('parts are told until all are there', 'a list is taken in blocks'),
    ),
    rule('es10 5.7.12 error 1', 'invalidSignature', crl('another key has signed it')),
    rule(
      'es10 5.7.12 error 2',
      'invalidCRLFormat',
      crl('it is of version 1', '%s: invalidCRLFormat', 'it is part 3 of 2'),
    ),
    rule('es10 5.7.12 error 3', 'notEnoughMemorySpace', crl('more than the memory holds')),
    rule(
      'es10 5.7.12 error 4',
      'verificationKeyNotFound',
      crl('a CI whose servers the card does not believe'),
    ),
    rule('es10 5.7.12 error 5', 'fresherCrlAlreadyLoaded', crl('an older list than the one')),
    rule('es10 5.7.12 error 6', 'baseCrlMissing', crl('it is a delta to a list that is not here')),
    rule('es10 5.7.12 error 127', 'undefinedError', crl('%s: 127, in whatever blocks it comes'), lines(98)),
    rule('es10 5.7.22', 'GetRAT; an empty list', information('GetRAT is that', 'an empty RAT'), lines(20)),
    rule(
      'es10 5.7.22 example',
      'PPR1 and PPR2, any operator, with consent: octet for octet',
      information('GetRAT is that'),
    ),
    rule('es10 5.7 LUIe', 'BF42: notSupported', session('LpaeActivation')),
  ],
};
