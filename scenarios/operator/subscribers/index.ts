/** The operator's subscriptions: numbers, keys, and the profiles made of them. */
export { metadataFor, profileOf } from './profile-stock.ts';
export type { Profile, ProfileTerms } from './profile-stock.ts';
export { drawSubscriber } from './subscribers.ts';
export type { Subscriber, SubscriberSource } from './subscribers.ts';
