import { minutes } from '#shared/runtime/span';
import type { Span } from '#shared/runtime/span';

/** How a plan gets to the device and to the network: the three paths (mobile-plans.md §3). */
export type PlanDelivery =
  | { readonly path: 'immediate' }
  /** The profile at once, its network a while after the installation. */
  | { readonly path: 'delayedConnectivity'; readonly networkAfter: Span }
  /** The profile a while after the order. */
  | { readonly path: 'deferredDownload'; readonly availableAfter: Span };

/** What the portal sells, in the words a customer reads. */
export interface PortalPlan {
  /** What the desk calls it. */
  readonly id: string;
  readonly name: string;
  /** The allowance, number and unit apart: they are set in different sizes. */
  readonly data: { readonly amount: string; readonly unit: string };
  readonly validity: string;
  readonly price: string;
  /** What else comes with it, in a few words. */
  readonly includes: string;
  readonly delivery: PlanDelivery;
  /** What the network lets a customer use, where it is metered. */
  readonly allowance?: { readonly octets: number; readonly validFor?: Span };
}

/** The plan that is proposed first: bought and online. */
export const travelPlan: PortalPlan = {
  id: 'travel-5gb',
  name: 'Travel 5 GB',
  data: { amount: '5', unit: 'GB' },
  validity: '30 days',
  price: '€9.00',
  includes: 'hotspot included, ends by itself',
  delivery: { path: 'immediate' },
};

/** How long the usual plans let their customers wait. */
export interface PlanWaits {
  /** From the installation to the network; 15 minutes unless given. */
  readonly networkAfter?: Span;
  /** From the order to the profile; 10 minutes unless given. */
  readonly availableAfter?: Span;
}

/** The usual plans, one for each path. */
export function portalPlans({
  networkAfter = minutes(15),
  availableAfter = minutes(10),
}: PlanWaits = {}): readonly PortalPlan[] {
  return [
    travelPlan,
    {
      id: 'everyday-20gb',
      name: 'Everyday 20 GB',
      data: { amount: '20', unit: 'GB' },
      validity: '30 days',
      price: '€15.00',
      includes: 'with a number of your own',
      delivery: { path: 'delayedConnectivity', networkAfter },
    },
    {
      id: 'long-stay-50gb',
      name: 'Long Stay 50 GB',
      data: { amount: '50', unit: 'GB' },
      validity: '90 days',
      price: '€39.00',
      includes: 'hotspot included, ends by itself',
      delivery: { path: 'deferredDownload', availableAfter },
    },
  ];
}

/** The plan of an id among those that are sold; the first where it is none of them. @throws TypeError when nothing is sold */
export function planAmong(plans: readonly PortalPlan[]): (id: string) => PortalPlan {
  const [first] = plans;
  if (first === undefined) throw new TypeError('a portal sells at least one plan');
  return (id) => plans.find((plan) => plan.id === id) ?? first;
}
