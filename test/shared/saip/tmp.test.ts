import { it } from 'vitest';
import { lintProfile, buildProfile } from '#shared/saip/index';
import { vectors } from '../../support/vectors.ts';
import { minimalProfile } from './minimal-profile.ts';
import { someValues } from './profile-values.ts';
it('x', () => {
  console.log(lintProfile(buildProfile({...someValues, securityDomain: true, fill: 100000, gid1: new Uint8Array([1])})));
  console.log(lintProfile(minimalProfile).map((f)=>JSON.stringify(f)).join('\n'));
  console.log(lintProfile(vectors.bytes('ts48/TS48v5_SAIP2.3_BERTLV_SUCI.der')).map((f)=>JSON.stringify(f)).join('\n'));
});
