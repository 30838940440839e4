/** The SM-DP+: ES9+ of SGP.22, orders, sessions, packages. */
export { buildBoundProfilePackage } from './binding/bound-profile-package.ts';
export type { BoundProfilePackageInputs } from './binding/bound-profile-package.ts';
export type {} from './events.ts';
export type { Es2plusOptions } from './http/es2plus-server.ts';
export type { Next } from './misbehaviour/ordered-misbehaviour.ts';
export type { OrderTerms } from './orders/new-order.ts';
export type { Offer, OrderBook, PlacedOrder, StockProfile } from './orders/order-book.ts';
export type { Order, Ownership, ProfileStock } from './orders/order.ts';
export type { StockMaker } from './orders/stock-makers.ts';
export type { ProfileState } from './orders/profile-states.ts';
export type { Session, SessionState } from './sessions/session.ts';
export type { SmdpSettings } from './settings.ts';
export { openSmdp } from './smdp.ts';
export type { Smdp, SmdpListening, SmdpOptions } from './smdp.ts';
export { memorySmdpStore } from './store/memory-store.ts';
export type { CommitHook, SmdpStore } from './store/smdp-store.ts';
export { openSmdpStore } from './store/sqlite-store.ts';
