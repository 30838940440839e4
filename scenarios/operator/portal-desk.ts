import type { OrderDesk } from './order-desk/index.ts';
import type { PortalDesk } from './portal/index.ts';

/** The order desk as the portal of the operator sees it. */
export function deskOfPortal(desk: OrderDesk): PortalDesk {
  return {
    async buy({ plan, planName, eid }) {
      const { activationCode, order } = await desk.order({
        profileName: planName,
        profileType: plan,
        ...(eid === undefined ? {} : { eid }),
      });
      return { activationCode, iccid: order.iccid };
    },
    cancel: (iccid) => desk.cancel(iccid),
    record: (iccid) => desk.record(iccid),
  };
}
