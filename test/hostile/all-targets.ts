import type { Entropy } from '#shared/runtime/entropy';

import { apduTargets } from './apdu-target.ts';
import { cardTargets } from './card-targets.ts';
import { certificateTargets } from './certificate-targets.ts';
import { es2plusTargets } from './es2plus-targets.ts';
import { es9plusTargets } from './es9plus-targets.ts';
import { lpaTargets } from './lpa-targets.ts';
import { operatorTargets } from './operator-target.ts';
import { packageTargets } from './package-target.ts';
import { profileTargets } from './profile-target.ts';
import type { Targets } from './target.ts';

/** All that takes octets from strangers, in groups that are opened together. */
export const targetGroups: Readonly<Record<string, (entropy?: Entropy) => Promise<Targets>>> = {
  es9plus: es9plusTargets,
  es2plus: es2plusTargets,
  operator: operatorTargets,
  card: cardTargets,
  apdus: apduTargets,
  packages: packageTargets,
  certificates: certificateTargets,
  lpa: lpaTargets,
  profiles: profileTargets,
};
