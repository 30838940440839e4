/** The operator's order desk. */
export { OrderDesk } from './order-desk.ts';
export type { DeskOffer, DeskOrder, Placed, Plan } from './order-desk.ts';
