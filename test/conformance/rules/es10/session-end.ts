import type { RuleGroup } from '../rule.ts';
import { at, lines, rule } from '../rule.ts';

const authenticate = at('device-sim/euicc/es10b/authenticate-server');
const prepare = at('device-sim/euicc/es10b/prepare-download');
const cancel = at('device-sim/euicc/es10b/cancel-session');
const session = at('device-sim/euicc/session/session');
const packages = at('device-sim/euicc/es10b/refused-packages');
const loads = at('device-sim/euicc/es10b/load-bound-profile-package');

/** CancelSession, and what ends a session (SGP.22 §5.7.14). */
export const sessionEndRules: RuleGroup = {
  digest: 'es10',
  title: 'CancelSession, and what ends a session (SGP.22 §5.7.14)',
  rules: [
    rule(
      'es10 5.7.14 ok',
      'transactionId, smdpOid and reason are signed',
      cancel('in state %s signs'),
      lines(99),
    ),
    rule(
      'es10 5.7.14 reasons',
      '0 to 5, 127 and unknown ones are signed as they came',
      cancel('the reason %s is signed'),
      lines(100),
    ),
    rule(
      'es10 5.7.14 error 5',
      'another transactionId, or no session',
      cancel('without a session', 'another transaction'),
      lines(99),
    ),
    rule(
      'es10 5.7.14 challenge',
      'a session with a challenge only is dropped',
      cancel('with a challenge only'),
    ),
    rule(
      'es10 4 end: result',
      'a result, of success or failure',
      loads('after the result further'),
      packages('$says: $result'),
    ),
    rule(
      'es10 4 end: error',
      'an error of AuthenticateServer or PrepareDownload',
      authenticate('%s: error %i'),
      prepare('%s: error %i'),
    ),
    rule('es10 4 end: cancel', 'CancelSession', cancel('in state %s signs')),
    rule('es10 4 end: challenge', 'a new GetEUICCChallenge', session('GetEUICCChallenge begins')),
    rule('es10 4 end: reset', 'reset, power-off', session('a reset ends the session'), lines(71)),
    rule('es10 4 end: memory reset', 'eUICCMemoryReset', session('eUICCMemoryReset ends')),
    rule(
      'es10 4 not ended',
      'by nothing else',
      session('%s works and leaves the session alone', 'every move of the table'),
    ),
    rule(
      'es10 4 interrupted',
      'a reset while loading: result 11',
      at('device-sim/euicc/es10b/interrupted-load')('a load without an ISD-P', ', by %s'),
      lines(71),
    ),
  ],
};
