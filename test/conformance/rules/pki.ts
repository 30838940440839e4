import { algorithmsRules } from './pki/algorithms.ts';
import { ciSelectionRules } from './pki/ci-selection.ts';
import { eidRules } from './pki/eid.ts';
import { revocationRules } from './pki/revocation.ts';
import { rolesRules } from './pki/roles.ts';
import { signaturesRules } from './pki/signatures.ts';
import { testCiRules } from './pki/test-ci.ts';
import { verificationRules } from './pki/verification.ts';
import type { RuleGroup } from './rule.ts';

/** Of the digest of keys and certificates. */
export const pki: readonly RuleGroup[] = [
  algorithmsRules,
  rolesRules,
  testCiRules,
  verificationRules,
  eidRules,
  ciSelectionRules,
  revocationRules,
  signaturesRules,
];
