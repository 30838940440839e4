/** The operator: its subscriptions, its desk, and what it serves. */
export { DeskRefused } from './es2plus/desk-refused.ts';
export { openOperator } from './operator.ts';
export type { Operator, OperatorOptions } from './operator.ts';
export { OrderDesk } from './order-desk/index.ts';
export type {
  DeskOffer,
  DeskOrder,
  DeskProgress,
  DeskRecord,
  DeskState,
  DeskStock,
  Placed,
  SubscriberDoor,
} from './order-desk/index.ts';
export { travelPlan } from './portal/index.ts';
export type { Portal, PortalOptions, PortalPlan, Purchase, PurchaseState } from './portal/index.ts';
export { memoryOperatorStore, openOperatorStore } from './store/index.ts';
export type { KeptOrder, OperatorStore } from './store/index.ts';
export { metadataFor, profileOf } from './subscribers/index.ts';
export type { Profile, Subscriber } from './subscribers/index.ts';
