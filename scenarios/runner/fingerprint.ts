import type { Fingerprint } from '../steps/index.ts';

/** What a person sees of a scenario, in one text: two scenarios with the same one prove the same thing twice. */
export function fingerprintOf(seen: Fingerprint): string {
  const { refusals, profileStates, registrations, orderHistory } = seen;
  return JSON.stringify({ refusals, profileStates, registrations, orderHistory });
}
