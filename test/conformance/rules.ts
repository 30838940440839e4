import { bpp } from './rules/bpp.ts';
import { es10 } from './rules/es10.ts';
import { es9plus } from './rules/es9plus.ts';
import { pki } from './rules/pki.ts';
import type { RuleGroup } from './rules/rule.ts';

/** Every numbered check, result code and rule of the digests of ES9+, ES10, the Bound Profile Package and the PKI. */
export const ruleGroups: readonly RuleGroup[] = [...es9plus, ...es10, ...bpp, ...pki];
