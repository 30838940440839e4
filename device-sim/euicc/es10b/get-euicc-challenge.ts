import { GetEuiccChallengeRequest, GetEuiccChallengeResponse } from '#shared/rsp/euicc-configuration';

import { interrupt } from '../es8plus/interruption.ts';
import { isdrFunction } from '../isdr/isdr-function.ts';
import { retainedKeyOf } from '../session/retained-key.ts';

/** ES10b.GetEUICCChallenge (SGP.22 §5.7.7): begins an RSP session and ends the one before. */
export const getEuiccChallenge = isdrFunction({
  name: 'GetEUICCChallenge',
  request: GetEuiccChallengeRequest,
  response: GetEuiccChallengeResponse,
  async run(card) {
    const { session } = card;
    // The package for this one-time key may be on its way already: the retry gets it again (es9plus.md §4.1).
    if (session.state === 'prepared' || session.state === 'loading') {
      await card.commit({ putKeys: [retainedKeyOf(session)] });
    }
    await interrupt(card);
    const { registers } = card.state;
    const number = registers.sessionNumber + 1;
    await card.commit({ registers: { ...registers, sessionNumber: number } });
    const euiccChallenge = card.draw(number, 'euiccChallenge', 16);
    card.become({ state: 'challenged', number, euiccChallenge });
    return { euiccChallenge };
  },
});
