/** The operator: its subscriptions and its desk. */
export { OrderDesk } from './order-desk/index.ts';
export type { DeskOffer, DeskOrder, Placed, Plan } from './order-desk/index.ts';
export { drawSubscriber, metadataFor, profileOf } from './subscribers/index.ts';
export type { Profile, ProfileTerms, Subscriber } from './subscribers/index.ts';
