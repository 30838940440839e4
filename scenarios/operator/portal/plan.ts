/** What the portal sells, in the words a customer reads. */
export interface PortalPlan {
  /** What the desk calls it. */
  readonly id: string;
  readonly name: string;
  /** The allowance, number and unit apart: they are set in different sizes. */
  readonly data: { readonly amount: string; readonly unit: string };
  readonly validity: string;
  readonly price: string;
  /** A few short facts, each with what it is about. */
  readonly facts: readonly { readonly what: string; readonly how: string }[];
}

/** The one plan. */
export const travelPlan: PortalPlan = {
  id: 'travel-5gb',
  name: 'Travel 5 GB',
  data: { amount: '5', unit: 'GB' },
  validity: '30 days',
  price: '€9.00',
  facts: [
    { what: 'Data', how: '5 GB at full speed' },
    { what: 'Valid for', how: '30 days, from the first connection' },
    { what: 'Hotspot', how: 'Included' },
    { what: 'Renewal', how: 'None: it ends by itself' },
  ],
};
