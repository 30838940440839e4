import type { DeskOrder, OrderDesk } from './order-desk/index.ts';
import type { PortalDesk, PortalPlan } from './portal/index.ts';

/** What the desk is asked for when a plan is bought, besides whose it is. */
export type PlanTerms = Pick<
  DeskOrder,
  'profileName' | 'profileType' | 'available' | 'provision' | 'balance'
>;

/** The terms of an order for a plan, by the path that it takes. */
export function orderTermsOf({ id, name, delivery, allowance }: PortalPlan): PlanTerms {
  const metered = allowance === undefined ? {} : { balance: allowance };
  const plan = { profileName: name, profileType: id, ...metered };
  switch (delivery.path) {
    case 'immediate':
      return plan;
    case 'delayedConnectivity':
      return { ...plan, provision: { after: delivery.networkAfter, from: 'install' } };
    case 'deferredDownload':
      return { ...plan, available: { after: delivery.availableAfter, from: 'order' } };
  }
}

/** The order desk as the portal of the operator sees it. */
export function deskOfPortal(desk: OrderDesk): PortalDesk {
  return {
    async buy({ plan, eid }) {
      const { activationCode, order } = await desk.order({
        ...orderTermsOf(plan),
        ...(eid === undefined ? {} : { eid }),
      });
      const availableAt = desk.record(order.iccid)?.availableAt;
      return { activationCode, iccid: order.iccid, ...(availableAt === undefined ? {} : { availableAt }) };
    },
    cancel: (iccid) => desk.cancel(iccid),
    record: (iccid) => desk.record(iccid),
  };
}
