/** The simulated eUICC: a card in a store, APDUs in and out. */
export { createCard, ourRspCapability, ourUiccCapability } from './description.ts';
export type { CardDescription } from './description.ts';
export { openEuicc } from './euicc.ts';
export type { Euicc } from './euicc.ts';
export { openPlainSim } from './plain-sim.ts';
export type { PlainSim } from './plain-sim.ts';
export { accepts, mayBecome } from './session/session.ts';
export type { SessionState } from './session/session.ts';
export type { CardState } from './store/card-state.ts';
export type { CardStore } from './store/card-store.ts';
export { memoryCardStore } from './store/memory-card-store.ts';
export { openCardStore } from './store/sqlite-card-store.ts';
import './events.ts';
