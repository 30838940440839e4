/**
 * The states of a Profile (SGP.22 §3.1.6, es2plus.md §3), and what each may become. A Profile in Error becomes
 * Installed when the eUICC's success was reported late; one in stock becomes Unavailable when its owner takes it out,
 * which no function of ES2+ does.
 */
export const profileMayBecome = {
  Available: ['Allocated', 'Linked', 'Unavailable'],
  Allocated: ['Confirmed', 'Released', 'Available', 'Unavailable'],
  Linked: ['Confirmed', 'Released', 'Available', 'Unavailable'],
  Confirmed: ['Released', 'Available', 'Unavailable'],
  Released: ['Downloaded', 'Error', 'Available', 'Unavailable'],
  Downloaded: ['Installed', 'Error', 'Unavailable'],
  Installed: [],
  Error: ['Installed', 'Unavailable'],
  Unavailable: [],
} as const satisfies Record<string, readonly string[]>;

export type ProfileState = keyof typeof profileMayBecome;

/** Whether a Profile in one state may come to be in another. */
export function mayBecome(from: ProfileState, to: ProfileState): boolean {
  const steps: readonly ProfileState[] = profileMayBecome[from];
  return steps.includes(to);
}

type Readiness = 'ready' | 'notYet' | 'none';

/** What a device that asks for a Profile is told: go on, not yet, or that there is none (es2plus.md §3). */
export const readiness = {
  Available: 'none',
  Allocated: 'notYet',
  Linked: 'notYet',
  Confirmed: 'notYet',
  Released: 'ready',
  Downloaded: 'ready',
  Installed: 'none',
  Error: 'none',
  Unavailable: 'none',
} as const satisfies Record<ProfileState, Readiness>;

/** The states of that kind. */
export function statesThatAre(...kinds: readonly Readiness[]): readonly ProfileState[] {
  const states = Object.keys(readiness) as ProfileState[];
  return states.filter((state) => kinds.includes(readiness[state]));
}
