import { it } from 'vitest';
import { vectors } from '../../support/vectors.ts';
import { profileFacts, profileMemory, parseProfile } from '#shared/saip/index';
it('x', () => {
  for (const f of ['TS48v4_SAIP2.3_BERTLV','TS48v5_SAIP2.3_BERTLV_SUCI','TS48v5_SAIP2.3_NoBERTLV']) {
    const b = vectors.bytes(`ts48/${f}.der`);
    console.log(profileFacts(b).mandatoryServices, profileMemory(parseProfile(b)), profileFacts(b).iccid);
  }
});
