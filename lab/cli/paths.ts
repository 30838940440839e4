import type { PlanWaits } from '#scenarios/operator/index';
import { printSpan } from '#shared/runtime/span';

/** How long the paths let people wait. */
export type PathWaits = Required<PlanWaits>;

interface Path {
  readonly path: 'immediate' | 'delayedConnectivity' | 'deferredDownload' | 'confirmationCode';
  readonly matchingId: string;
  readonly says: (waits: PathWaits) => string;
}

/** The three paths of a purchase (design.md §5), and one more that everybody meets. */
export const paths: readonly Path[] = [
  { path: 'immediate', matchingId: 'IMMEDIATE', says: () => 'a profile at once' },
  {
    path: 'delayedConnectivity',
    matchingId: 'DELAYED-CONNECTIVITY',
    says: ({ networkAfter }) =>
      `a profile now; its network ${printSpan(networkAfter)} after the installation`,
  },
  {
    path: 'deferredDownload',
    matchingId: 'DEFERRED-DOWNLOAD',
    says: ({ availableAfter }) => `not released until ${printSpan(availableAfter)} after the first try`,
  },
  {
    path: 'confirmationCode',
    matchingId: 'CONFIRMATION-CODE',
    says: () => 'asks for the Confirmation Code 1234',
  },
];

export type PathName = Path['path'];
