/** The operator's order desk. */
import './events.ts';

export type { AwaitedProvision, DeskBalance, DeskProgress, DeskRecord, DeskState } from './desk-record.ts';
export { NoSubscriber } from './no-subscriber.ts';
export { OrderDesk } from './order-desk.ts';
export type { DeskParts, SubscriberDoor } from './desk-parts.ts';
export type { DeskOffer, DeskOrder, DeskStock, LaterProvision, Placed, Plan, PlanBalance } from './plan.ts';
export { ProfileTypes, ProfileTypeWrong } from './profile-types.ts';
export type { ProfileType } from './profile-types.ts';
export { progressOf } from './progress.ts';
export type { ToldProgress } from './progress.ts';
