/** The operator's order desk. */
export type { DeskProgress, DeskRecord, DeskState } from './desk-record.ts';
export { OrderDesk } from './order-desk.ts';
export type { DeskParts, SubscriberDoor } from './desk-parts.ts';
export type { DeskOffer, DeskOrder, DeskStock, Placed, Plan } from './plan.ts';
export { progressOf } from './progress.ts';
export type { ToldProgress } from './progress.ts';
