/** The operator: its subscriptions and its desk. */
export { OrderDesk } from './order-desk/index.ts';
export type { DeskOrder, Placed } from './order-desk/index.ts';
export { metadataFor, profileOf } from './subscribers/index.ts';
export type { Profile } from './subscribers/index.ts';
