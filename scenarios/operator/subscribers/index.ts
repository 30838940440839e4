/** The operator's subscriptions: numbers, keys, and the profiles made of them. */
export { iccidPool, imsiPool, poolsMeet } from './number-pool.ts';
export type { NumberPool, Numbers } from './number-pool.ts';
export { metadataFor, profileOf } from './profile-stock.ts';
export type { Profile } from './profile-stock.ts';
export { drawSubscriber, NumbersUsedUp } from './subscribers.ts';
export type { Algorithm, NumberPair, Subscriber } from './subscribers.ts';
