/**
 * The states of a Profile that has an order (SGP.22 §3.1.6, es2plus.md §3), and what each may become. A Profile in
 * Error becomes Installed when the eUICC's success was reported late.
 */
export const profileMayBecome = {
  Confirmed: ['Released'],
  Released: ['Downloaded', 'Error'],
  Downloaded: ['Installed', 'Error'],
  Installed: [],
  Error: ['Installed'],
} as const satisfies Record<string, readonly string[]>;

export type ProfileState = keyof typeof profileMayBecome;

type Readiness = 'ready' | 'notYet' | 'gone';

/** What a device that asks for a Profile is told: go on, not yet, or that there is none. */
export const readiness = {
  Confirmed: 'notYet',
  Released: 'ready',
  Downloaded: 'ready',
  Installed: 'gone',
  Error: 'gone',
} as const satisfies Record<ProfileState, Readiness>;

/** The states of that kind. */
export function statesThatAre(...kinds: readonly Readiness[]): readonly ProfileState[] {
  const states = Object.keys(readiness) as ProfileState[];
  return states.filter((state) => kinds.includes(readiness[state]));
}
