/** The operator's order desk. */
export { OrderDesk } from './order-desk.ts';
export type { DeskOrder, Placed } from './order-desk.ts';
