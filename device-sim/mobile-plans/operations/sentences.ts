import { plainText } from '#shared/runtime/plain-text';
import { printSpan } from '#shared/runtime/span';
import type { Span } from '#shared/runtime/span';

import type { ActivationError } from '../enumerations.ts';

/** Characters of a plan's name that a toast has room for. */
const LONGEST = 60;

/** What a person reads in toasts; the plan's name is the portal's word. */
export const sentences = {
  downloadReady: (plan: string) => `${named(plan)} is ready: install its profile now?`,
  connected: (plan: string) => `${named(plan)} is connected`,
  notConnected: (plan: string, tried: Span) =>
    `${named(plan)} found no network in ${printSpan(tried)}; open the portal again`,
  downloadFailed: (plan: string, result: ActivationError) =>
    `${named(plan)} could not be installed (${result}); open the portal again`,
} as const;

function named(plan: string): string {
  const name = plainText(plan, LONGEST).trim();
  return name === '' ? 'your plan' : `"${name}"`;
}
