import { apdusRules } from './es10/apdus.ts';
import { authenticateServerRules } from './es10/authenticate-server.ts';
import { es10aRules } from './es10/es10a.ts';
import { es10bRules } from './es10/es10b.ts';
import { es10cRules } from './es10/es10c.ts';
import { euiccInfoRules } from './es10/euicc-info.ts';
import { localManagementRules } from './es10/local-management.ts';
import { notificationsRules } from './es10/notifications.ts';
import { policyRules } from './es10/policy-rules.ts';
import { prepareDownloadRules } from './es10/prepare-download.ts';
import { robustnessRules } from './es10/robustness.ts';
import { sessionEndRules } from './es10/session-end.ts';
import type { RuleGroup } from './rule.ts';

/** Of the digest of ES10. */
export const es10: readonly RuleGroup[] = [
  apdusRules,
  es10aRules,
  es10bRules,
  es10cRules,
  euiccInfoRules,
  authenticateServerRules,
  prepareDownloadRules,
  sessionEndRules,
  localManagementRules,
  policyRules,
  notificationsRules,
  robustnessRules,
];
