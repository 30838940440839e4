import { deskVerb } from './at-the-desk.ts';

/** Tells the network of a subscriber. */
export const provision = deskVerb(
  'provision',
  'The operator tells the network of the subscriber of an order.',
  (desk, iccid) => desk.provision(iccid),
);
