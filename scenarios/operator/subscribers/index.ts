/** The operator's subscriptions: numbers, keys, and the profiles made of them. */
export { metadataFor, profileOf } from './profile-stock.ts';
export type { Profile } from './profile-stock.ts';
export { drawSubscriber } from './subscribers.ts';
export type { Subscriber } from './subscribers.ts';
