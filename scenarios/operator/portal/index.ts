/** The operator's web portal. */
import './events.ts';

export { openPortal } from './portal.ts';
export { portalPlans, travelPlan } from './plan.ts';
export type { PlanDelivery, PlanWaits, PortalPlan } from './plan.ts';
export type { OrderRecord, Portal, PortalDesk, PortalOptions } from './portal-options.ts';
export type { Purchase, PurchaseState } from './purchase.ts';
