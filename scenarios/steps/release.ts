import { deskVerb } from './at-the-desk.ts';

/** Releases an order. */
export const release = deskVerb(
  'release',
  'The operator releases an order for download (ES2+ releaseProfile).',
  (desk, iccid) => desk.release(iccid),
);
