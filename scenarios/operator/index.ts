/** The operator: its subscriptions, its desk, and what it serves. */
export { DeskRefused } from './es2plus/desk-refused.ts';
export { expectProfileTypes, openOperator } from './operator.ts';
export type { Operator, OperatorOptions } from './operator.ts';
export { NoSubscriber, OrderDesk, ProfileTypeWrong } from './order-desk/index.ts';
export type {
  AwaitedProvision,
  DeskBalance,
  DeskOffer,
  DeskOrder,
  DeskProgress,
  DeskRecord,
  DeskState,
  DeskStock,
  LaterProvision,
  Placed,
  PlanBalance,
  ProfileType,
  SubscriberDoor,
} from './order-desk/index.ts';
export { orderTermsOf } from './portal-desk.ts';
export type { PlanTerms } from './portal-desk.ts';
export { portalPlans, travelPlan } from './portal/index.ts';
export type {
  PlanDelivery,
  PlanWaits,
  Portal,
  PortalOptions,
  PortalPlan,
  Purchase,
  PurchaseState,
} from './portal/index.ts';
export { memoryOperatorStore, openOperatorStore } from './store/index.ts';
export type { KeptOrder, OperatorStore } from './store/index.ts';
export { iccidPool, imsiPool, metadataFor, profileOf } from './subscribers/index.ts';
export type { Algorithm, Numbers, Profile, Subscriber } from './subscribers/index.ts';
