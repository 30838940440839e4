import type { metaDataAliases, metaDataMembers } from '../purchase-meta-data.ts';
import type { FindingName } from '../findings.ts';

/**
 * The global function by which the script speaks to its host: the hosting puts it into the page before the script
 * runs. It takes one text; what it returns or throws is of no interest.
 */
export const transportName = '__mobilePlansSend';

/** The global function that the script leaves in the top document for the hosting to call back by. */
export const deliverName = '__mobilePlansDeliver';

/** The objects a portal looks for; the last three are of the legacy contract. */
export const bridgeObjects = [
  'MobilePlans',
  'MobilePlansInlineOperations',
  'MobilePlansInlineProfile',
  'MobilePlansInlineProfileDownload',
  'DataMart',
] as const;
export type BridgeObject = (typeof bridgeObjects)[number];

const inlineFunctions = [
  'notifyProfileDownload',
  'notifyInlineProfileDownload',
  'notifyBalanceAddition',
  'notifyOperationCancel',
] as const;

/** The functions of each object that are calls to the host. */
export const bridgeFunctions = {
  MobilePlans: ['notifyPurchaseWithProfileDownload', 'notifyBalanceAddition', 'notifyCancelledPurchase'],
  MobilePlansInlineOperations: inlineFunctions,
  MobilePlansInlineProfile: inlineFunctions,
  MobilePlansInlineProfileDownload: inlineFunctions,
  DataMart: ['notifyPurchaseResult'],
} as const satisfies Readonly<Record<BridgeObject, readonly string[]>>;
export type BridgeFunction = (typeof bridgeFunctions)[BridgeObject][number];

/** The properties by which a portal names its callbacks. */
export const scriptProperties = ['registrationChangedScript', 'profileActivationCompleteScript'] as const;
export type ScriptProperty = (typeof scriptProperties)[number];

/** What the script itself may find fault with. */
export const noticedInPage = [
  'callbackNotParsed',
  'propertyUnknown',
  'bridgeOverwritten',
] as const satisfies readonly FindingName[];

/** How much of an argument the script takes over. */
export const describeLimits = {
  depth: 4,
  values: 128,
  members: 48,
  characters: 4_096,
  arguments: 4,
} as const;

/** What the script is told; see `bridgeScript`. */
export interface BridgeConstants {
  readonly transport: typeof transportName;
  readonly deliver: typeof deliverName;
  readonly hosts: readonly string[];
  readonly protocol: 'https:' | 'http:';
  /** The block of operation Ids that are this launch's. */
  readonly block: string;
  readonly enumerations: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly functions: typeof bridgeFunctions;
  readonly withScripts: readonly BridgeObject[];
  readonly scriptProperties: typeof scriptProperties;
  readonly members: typeof metaDataMembers;
  readonly aliases: typeof metaDataAliases;
  readonly callbackMembers: readonly string[];
  readonly limits: typeof describeLimits;
}
