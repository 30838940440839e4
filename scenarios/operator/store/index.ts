/** What an operator keeps. */
export { memoryOperatorStore } from './operator-store.ts';
export type { KeptOrder, OperatorStore } from './operator-store.ts';
export { openOperatorStore } from './sqlite-store.ts';
