import { activationCodeRules } from './es9plus/activation-code.ts';
import { authenticateClientRules } from './es9plus/authenticate-client.ts';
import { cancelSessionRules } from './es9plus/cancel-session.ts';
import { decisionsRules } from './es9plus/decisions.ts';
import { getBoundProfilePackageRules } from './es9plus/get-bound-profile-package.ts';
import { handleNotificationRules } from './es9plus/handle-notification.ts';
import { initiateAuthenticationRules } from './es9plus/initiate-authentication.ts';
import { jsonRules } from './es9plus/json.ts';
import { lpaChecksRules } from './es9plus/lpa-checks.ts';
import { oneTimeKeyRules } from './es9plus/one-time-key.ts';
import { orderAfterRules } from './es9plus/order-after.ts';
import { osmoSmdppRules } from './es9plus/osmo-smdpp.ts';
import { otherVersionsRules } from './es9plus/other-versions.ts';
import { pinnedAnswersRules } from './es9plus/pinned-answers.ts';
import { statusCodesRules } from './es9plus/status-codes.ts';
import { transportRules } from './es9plus/transport.ts';
import type { RuleGroup } from './rule.ts';

/** Of the digest of ES9+. */
export const es9plus: readonly RuleGroup[] = [
  transportRules,
  osmoSmdppRules,
  jsonRules,
  activationCodeRules,
  otherVersionsRules,
  lpaChecksRules,
  pinnedAnswersRules,
  initiateAuthenticationRules,
  authenticateClientRules,
  getBoundProfilePackageRules,
  handleNotificationRules,
  cancelSessionRules,
  statusCodesRules,
  orderAfterRules,
  oneTimeKeyRules,
  decisionsRules,
];
