import type { Span } from '#shared/runtime/span';
import { minutes, printSpan } from '#shared/runtime/span';

/** How long after its first try an order of the deferred path is released. */
export const deferral: Span = minutes(1);

/** The three paths of a purchase (design.md §5), and one more that everybody meets. */
export const paths = [
  { path: 'immediate', matchingId: 'IMMEDIATE', says: 'a profile at once' },
  {
    path: 'delayedConnectivity',
    matchingId: 'DELAYED-CONNECTIVITY',
    says: 'a profile now; its network comes later',
  },
  {
    path: 'deferredDownload',
    matchingId: 'DEFERRED-DOWNLOAD',
    says: `not released until ${printSpan(deferral)} after the first try`,
  },
  { path: 'confirmationCode', matchingId: 'CONFIRMATION-CODE', says: 'asks for the Confirmation Code 1234' },
] as const;

export type PathName = (typeof paths)[number]['path'];
