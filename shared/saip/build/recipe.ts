import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex } from '#shared/bytes/bytes';

import { accessRules } from '../access-rules.ts';
import type { File } from '../fcp.ts';
import type { FileTemplate } from '../templates/file-template.ts';

const descriptors = {
  MF: '7821',
  DF: '7821',
  ADF: '7821',
  transparent: '4121',
  linear: '4221',
  cyclic: '4621',
  'ber-tlv': '7921',
} as const;

/** Access rules by their place in EF.ARR: record 1 holds the first, and so on. */
export interface RuleFile {
  readonly fid: string;
  readonly rules: readonly number[];
}

/** EF.ARR of the MF: directories, read by all, the ICCID, changed by the user. */
export const mfRules: RuleFile = { fid: '2F06', rules: [14, 10, 11, 1] };
/** EF.ARR of the USIM. */
export const usimRules: RuleFile = { fid: '6F06', rules: [14, 10, 2, 5, 8] };

/** What a file has beyond its template. */
export interface Extra {
  readonly content?: Bytes;
  readonly size?: number;
  readonly recordLength?: number;
}

/** A file of a template with its access rule, and what differs. */
export function fileOf(template: FileTemplate, rules: RuleFile, extra: Extra = {}): File {
  const { content, size, recordLength } = extra;
  const length = recordLength ?? template.recordLength;
  const descriptor = descriptors[template.kind] + (length === undefined ? '' : hex16(length));
  return [
    {
      fileDescriptor: {
        fileDescriptor: fromHex(descriptor),
        ...(template.fid === undefined ? {} : { fileID: fromHex(template.fid) }),
        securityAttributesReferenced: reference(rules, template.rule ?? 10),
        ...(size === undefined ? {} : { efFileSize: shortest(size) }),
      },
    },
    ...(content === undefined ? [] : [{ fillFileContent: content }]),
  ];
}

/** A directory with the key references that guard it; `rules` is the EF.ARR its own rule is in. */
export function directoryOf(
  { fid, dfName }: { readonly fid?: string; readonly dfName?: string },
  keyReferences: string,
  rules: RuleFile = mfRules,
): File {
  return [
    {
      fileDescriptor: {
        fileDescriptor: fromHex(descriptors.DF),
        ...(fid === undefined ? {} : { fileID: fromHex(fid) }),
        ...(dfName === undefined ? {} : { dfName: fromHex(dfName) }),
        securityAttributesReferenced: reference(rules, 14),
        pinStatusTemplateDO: fromHex(keyReferences),
      },
    },
  ];
}

/** EF.ARR with one record a rule. */
export function ruleFile(template: FileTemplate, rules: RuleFile): File {
  const records = rules.rules.map((rule) => fromHex(accessRules[rule] ?? ''));
  return recordFile(template, rules, records);
}

/** A file of records, each padded with FF to the longest. */
export function recordFile(template: FileTemplate, rules: RuleFile, records: readonly Bytes[]): File {
  const recordLength = Math.max(...records.map((record) => record.length));
  const content = concat(
    ...records.flatMap((record) => [record, filled(recordLength - record.length, 0xff)]),
  );
  return fileOf(template, rules, { content, size: content.length, recordLength });
}

/** A rule in an EF.ARR as 3 octets: FID and record. @throws TypeError when the EF.ARR has no such rule. */
export function reference({ fid, rules }: RuleFile, rule: number): Bytes {
  const record = rules.indexOf(rule) + 1;
  if (record === 0) throw new TypeError(`EF.ARR ${fid} has no record for rule ${rule}`);
  return fromHex(`${fid}${record.toString(16).padStart(2, '0')}`);
}

/** A number in as few octets as hold it. */
export function shortest(number: number): Bytes {
  const hex = number.toString(16);
  return fromHex(hex.length % 2 === 1 ? `0${hex}` : hex);
}

const hex16 = (number: number): string => number.toString(16).padStart(4, '0');
