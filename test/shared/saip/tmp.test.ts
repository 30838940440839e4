import { it } from 'vitest';
import { loadProfile, profileMemory, parseProfile, buildProfile } from '#shared/saip/index';
import { fromHex } from '#shared/bytes/bytes';
import { iccidToBytes, parseIccid } from '#shared/identifiers/iccid';
import { vectors } from '../../support/vectors.ts';
import { minimalProfile } from './minimal-profile.ts';
import { someValues } from './profile-values.ts';
it('x', () => {
  for (const [n,o,i] of [...['ts48/TS48v4_SAIP2.3_BERTLV.der','ts48/TS48v5_SAIP2.3_BERTLV_SUCI.der','ts48/TS48v5_SAIP2.3_NoBERTLV.der','bsp/unprotected-profile-package.der'].map((n)=>[n,vectors.bytes(n),fromHex('98001032547698103214')] as const),['min',minimalProfile,fromHex('98001032547698103214')] as const,['own',buildProfile(someValues),iccidToBytes(parseIccid(someValues.iccid))] as const]) {
    const t=performance.now();
    const r = loadProfile(o, { iccid: i, profileClass: 'operational' });
    console.log(n, performance.now()-t, r.ok ? [r.imsi, r.memory, r.files.nodes.length, r.pins.length] : r, profileMemory(parseProfile(o)));
  }
});
