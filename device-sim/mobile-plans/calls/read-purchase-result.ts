import type { Described } from '../bridge/described.ts';
import { describeJson } from '../bridge/described.ts';

/** What `DataMart.notifyPurchaseResult` is given. */
export interface PurchaseResult {
  readonly success: boolean;
  readonly transactionId: Described | undefined;
  readonly activationCode: Described | undefined;
  readonly iccid: Described | undefined;
  /** The metadata: JSON within the JSON, or an object. */
  readonly purchaseResult: Described | undefined;
}

/** Reads the JSON text of a purchase's result, or an object in its place; undefined when it is neither. */
export function readPurchaseResult(value: Described | undefined): PurchaseResult | undefined {
  const described = typeof value === 'string' ? parsed(value) : value;
  if (typeof described !== 'object' || described === null || !('members' in described)) return undefined;
  const members = new Map(described.members);
  const success = members.get('success');
  if (typeof success !== 'boolean') return undefined;
  return {
    success,
    transactionId: members.get('transactionId'),
    activationCode: members.get('activationCode'),
    iccid: members.get('iccid'),
    purchaseResult: members.get('purchaseResult'),
  };
}

function parsed(text: string): Described | undefined {
  try {
    return describeJson(JSON.parse(text));
  } catch {
    return undefined;
  }
}
