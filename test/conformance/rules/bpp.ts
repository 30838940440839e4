import { afterSuccessRules } from './bpp/after-success.ts';
import { installationErrorsRules } from './bpp/installation-errors.ts';
import { installationResultRules } from './bpp/installation-result.ts';
import { keysRules } from './bpp/keys.ts';
import { protectionRules } from './bpp/protection.ts';
import { resultPairsRules } from './bpp/result-pairs.ts';
import { segmentationRules } from './bpp/segmentation.ts';
import { sizesRules } from './bpp/sizes.ts';
import { structureRules } from './bpp/structure.ts';
import { workedPackageRules } from './bpp/worked-package.ts';
import type { RuleGroup } from './rule.ts';

/** Of the digest of the Bound Profile Package. */
export const bpp: readonly RuleGroup[] = [
  structureRules,
  keysRules,
  protectionRules,
  sizesRules,
  workedPackageRules,
  segmentationRules,
  installationErrorsRules,
  resultPairsRules,
  installationResultRules,
  afterSuccessRules,
];
