import type { Described } from '../bridge/described.ts';
import { describeJson, sayDescribed } from '../bridge/described.ts';
import type { CallMessage } from '../bridge/message.ts';
import { enumerations } from '../enumerations.ts';
import type { Findings } from '../findings.ts';
import type { MetaDataMember, PurchaseMetaData } from '../purchase-meta-data.ts';
import { metaDataAliases, metaDataMembers } from '../purchase-meta-data.ts';

/** The first argument of a call, and how it came to be. */
export interface GivenMetaData {
  readonly value: Described | undefined;
  readonly made: boolean;
  readonly spellings: readonly string[];
}

/** The metadata that stand first in a call; undefined when there is nothing to read, and a finding says so. */
export function metaDataOf(
  { arguments: [value], made, spellings }: CallMessage,
  findings: Findings,
): PurchaseMetaData | undefined {
  return readPurchaseMetaData({ value, made, spellings }, findings);
}

/** Odd values that JSON leaves out; any other makes JSON impossible. */
const leftOut = new Set(['undefined', 'function', 'symbol']);

const valuesOf: Readonly<Partial<Record<MetaDataMember, Readonly<Record<string, string>>>>> = {
  userAccount: enumerations.MobilePlansUserAccount,
  purchaseInstrument: enumerations.MobilePlansPurchaseInstrument,
  line: enumerations.MobilePlansLineType,
  moDirectStatus: enumerations.MobilePlansMoDirectStatus,
};

/** Reads purchase metadata as leniently as portals need it; undefined when there is nothing to read. */
export function readPurchaseMetaData(given: GivenMetaData, findings: Findings): PurchaseMetaData | undefined {
  const members = membersOf(given.value);
  if (members === undefined) {
    findings.add('metadataUnreadable', sayDescribed(given.value));
    return undefined;
  }
  if (!given.made) findings.add('ownMetadata');
  for (const spelling of given.spellings) findings.add('memberSpelling', spelling);
  const metaData: Partial<Record<MetaDataMember, string>> = {};
  for (const [spelling, value] of members) {
    const member = memberOf(spelling, findings);
    const text = textOf(spelling, value, findings);
    if (member !== undefined && text !== undefined) metaData[member] = checkValue(member, text, findings);
  }
  return metaData;
}

function membersOf(value: Described | undefined): readonly (readonly [string, Described])[] | undefined {
  const described = typeof value === 'string' ? parsed(value) : value;
  if (typeof described !== 'object' || described === null || !('members' in described)) return undefined;
  return described.members.every(([, inner]) => canBeJson(inner)) ? described.members : undefined;
}

function parsed(text: string): Described | undefined {
  try {
    return describeJson(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function canBeJson(value: Described): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if ('odd' in value) return leftOut.has(value.odd);
  if ('array' in value) return value.array.every(canBeJson);
  return value.members.every(([, inner]) => canBeJson(inner));
}

function memberOf(spelling: string, findings: Findings): MetaDataMember | undefined {
  const exact = metaDataMembers.find((member) => member === spelling);
  if (exact !== undefined) return exact;
  const low = spelling.toLowerCase();
  const alias = Object.entries(metaDataAliases).find(([name]) => name.toLowerCase() === low)?.[1];
  const meant = alias ?? metaDataMembers.find((member) => member.toLowerCase() === low);
  findings.add(meant === undefined ? 'memberUnknown' : 'memberSpelling', spelling);
  return meant;
}

function textOf(spelling: string, value: Described, findings: Findings): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null) return undefined;
  if (typeof value === 'object') {
    if (!('odd' in value) || value.odd !== 'undefined') findings.add('memberType', spelling);
    return undefined;
  }
  findings.add('memberType', spelling);
  return String(value);
}

/** The value as its enumeration spells it; unknown values stay as they are. */
function checkValue(member: MetaDataMember, text: string, findings: Findings): string {
  const known = Object.values(valuesOf[member] ?? {});
  if (known.length === 0 || known.includes(text)) return text;
  const meant = known.find((value) => value.toLowerCase() === text.toLowerCase());
  findings.add(meant === undefined ? 'enumerationUnknown' : 'enumerationCase', `${member} "${text}"`);
  return meant ?? text;
}
