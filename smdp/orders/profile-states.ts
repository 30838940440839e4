type Readiness = 'ready' | 'notYet' | 'none';

/**
 * The states of a Profile (SGP.22 §3.1.6, es2plus.md §3): what each means, and what a device that asks for it is told:
 * go on, not yet, or that there is none.
 */
const states = {
  Available: { means: 'in stock, ordered by nobody', asked: 'none' },
  Allocated: { means: 'ordered for whichever eUICC', asked: 'notYet' },
  Linked: { means: 'ordered for one eUICC', asked: 'notYet' },
  Confirmed: { means: 'has its MatchingID and Confirmation Code, and is not available yet', asked: 'notYet' },
  Released: { means: 'ready for download', asked: 'ready' },
  Downloaded: { means: 'handed out, nothing heard of its installation; may be tried again', asked: 'ready' },
  Installed: { means: 'installed, as the eUICC says', asked: 'none' },
  Error: {
    means: 'endedByDevice up: failed for good, rejected by its user, or tried too often',
    asked: 'none',
  },
  Unavailable: { means: 'taken back for good', asked: 'none' },
} as const satisfies Record<string, { readonly means: string; readonly asked: Readiness }>;

export type ProfileState = keyof typeof states;

/** What a step is caused by: a function of ES2+ or ES9+, the moment of availability, or the owner's own stock-keeping. */
export type ProfileCause =
  | 'downloadOrder'
  | 'confirmOrder'
  | 'releaseProfile'
  | 'cancelOrder'
  | 'availability'
  | 'authenticateClient'
  | 'getBoundProfilePackage'
  | 'handleNotification'
  | 'cancelSession'
  | 'stock';

/** One step of a Profile. Where there are several causes, each has an entry. */
export interface ProfileStep {
  readonly from: ProfileState;
  readonly to: ProfileState;
  readonly by: ProfileCause;
  /** Under which circumstances, if not always. */
  readonly when?: string;
}

const toStock = { to: 'Available', by: 'cancelOrder', when: 'for Available' } as const;
const outOfUse = { to: 'Unavailable', by: 'cancelOrder', when: 'for Unavailable' } as const;
const tooOften = { to: 'Error', by: 'authenticateClient', when: 'no download attempt is left' } as const;
const wrongCodes = {
  to: 'Error',
  by: 'getBoundProfilePackage',
  when: 'no attempt at the Confirmation Code is left',
} as const;
const endedByDevice = {
  to: 'Error',
  by: 'cancelSession',
  when: 'for good: the user rejects, or the eUICC does',
} as const;

const steps: readonly ProfileStep[] = [
  { from: 'Available', to: 'Allocated', by: 'downloadOrder', when: 'without an EID' },
  { from: 'Available', to: 'Linked', by: 'downloadOrder', when: 'with an EID' },
  { from: 'Available', to: 'Unavailable', by: 'stock', when: 'taken out of stock' },
  { from: 'Allocated', to: 'Confirmed', by: 'confirmOrder', when: 'not available yet' },
  { from: 'Allocated', to: 'Released', by: 'confirmOrder', when: 'with releaseFlag, and available' },
  { from: 'Allocated', ...toStock },
  { from: 'Allocated', ...outOfUse },
  { from: 'Linked', to: 'Confirmed', by: 'confirmOrder', when: 'not available yet' },
  { from: 'Linked', to: 'Released', by: 'confirmOrder', when: 'with releaseFlag, and available' },
  { from: 'Linked', ...toStock },
  { from: 'Linked', ...outOfUse },
  { from: 'Confirmed', to: 'Released', by: 'releaseProfile' },
  { from: 'Confirmed', to: 'Released', by: 'availability', when: 'its moment has come' },
  { from: 'Confirmed', ...toStock },
  { from: 'Confirmed', ...outOfUse },
  { from: 'Released', to: 'Downloaded', by: 'getBoundProfilePackage' },
  { from: 'Released', ...tooOften },
  { from: 'Released', ...wrongCodes },
  { from: 'Released', ...endedByDevice },
  { from: 'Released', ...toStock },
  { from: 'Released', ...outOfUse },
  { from: 'Downloaded', to: 'Installed', by: 'handleNotification', when: 'the eUICC reports success' },
  { from: 'Downloaded', to: 'Error', by: 'handleNotification', when: 'the eUICC reports a permanent error' },
  { from: 'Downloaded', ...tooOften },
  { from: 'Downloaded', ...wrongCodes },
  { from: 'Downloaded', ...endedByDevice },
  { from: 'Downloaded', ...outOfUse },
  { from: 'Error', to: 'Installed', by: 'handleNotification', when: 'a success is reported late' },
  { from: 'Error', ...outOfUse },
];

/** The life of a Profile as data, for tests that walk it and pages that draw it. */
export const profileStateMachine = { states, steps } as const;

const pairs: ReadonlySet<string> = new Set(steps.map(({ from, to }) => `${from} ${to}`));

/** Whether a Profile in one state may come to be in another. */
export function mayBecome(from: ProfileState, to: ProfileState): boolean {
  return pairs.has(`${from} ${to}`);
}

/** What a device that asks for a Profile in that state is told. */
export function readinessOf(state: ProfileState): Readiness {
  return states[state].asked;
}

/** The states of that kind. */
export function statesThatAre(...kinds: readonly Readiness[]): readonly ProfileState[] {
  const names = Object.keys(states) as ProfileState[];
  return names.filter((state) => kinds.includes(readinessOf(state)));
}
