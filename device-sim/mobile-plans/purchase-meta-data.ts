/** What a portal says of a purchase (mobile-plans §3); values of enumerations as the contract spells them. */
export interface PurchaseMetaData {
  readonly userAccount?: string;
  readonly purchaseInstrument?: string;
  readonly line?: string;
  readonly moDirectStatus?: string;
  readonly planName?: string;
}

/** The members that the documentation's tables name. */
export const metaDataMembers = [
  'userAccount',
  'purchaseInstrument',
  'line',
  'moDirectStatus',
  'planName',
] as const satisfies readonly (keyof PurchaseMetaData)[];
export type MetaDataMember = (typeof metaDataMembers)[number];

/** Spellings of the documentation's examples, each with the member it means. */
export const metaDataAliases = {
  lineType: 'line',
  modirectStatus: 'moDirectStatus',
} as const satisfies Readonly<Record<string, MetaDataMember>>;
