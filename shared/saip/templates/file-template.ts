/** What the specification says of one file of a template. */
export interface FileTemplate {
  readonly kind: 'MF' | 'DF' | 'ADF' | 'transparent' | 'linear' | 'cyclic' | 'ber-tlv';
  /** Four hex digits; absent where the profile chooses it (ADFs, DF.EAP). Numbered files: the first of the row. */
  readonly fid?: string;
  /** Octets of a transparent or BER-TLV file; absent where the profile says it. */
  readonly size?: number;
  readonly recordLength?: number;
  readonly records?: number;
  /** Number of the access rule, see {@link accessRules}. */
  readonly rule?: number;
  readonly sfi?: number;
  /** First content of file or record in hex: `XX..` repeats the octet XX while there is room, without it the whole is repeated. Absent: FF. */
  readonly content?: string;
  /** Whether the element must bring this file. */
  readonly required: boolean;
}

/** A file that an element must bring. */
export type RequiredFile = FileTemplate & { readonly required: true };
/** A file that an element may bring. */
export type OptionalFile = FileTemplate & { readonly required: false };

type Details = Pick<FileTemplate, 'sfi' | 'content'>;

/** A file of octets; without a size the profile says it. */
export const transparent = (
  fid: string,
  size: number | undefined,
  rule: number | undefined,
  details: Details = {},
): OptionalFile => ({
  kind: 'transparent',
  fid,
  ...given('size', size),
  ...given('rule', rule),
  ...details,
  required: false,
});

/** A file of BER-TLV objects; the profile says its size. */
export const berTlv = (fid: string, rule: number, details: Details = {}): OptionalFile => ({
  kind: 'ber-tlv',
  fid,
  rule,
  ...details,
  required: false,
});

const records =
  (kind: 'linear' | 'cyclic') =>
  (
    fid: string,
    count: number | undefined,
    length: number | undefined,
    rule: number | undefined,
    details: Details = {},
  ): OptionalFile => ({
    kind,
    fid,
    ...given('records', count),
    ...given('recordLength', length),
    ...given('rule', rule),
    ...details,
    required: false,
  });

/** A file of records of one length. */
export const linear = records('linear');

/** A ring of records of one length. */
export const cyclic = records('cyclic');

/** A directory. */
export const directory = (fid?: string): OptionalFile => ({
  kind: 'DF',
  ...given('fid', fid),
  rule: 14,
  required: false,
});

/** An application's directory; the profile gives its AID and a FID for the time of loading. */
export const applicationDirectory: OptionalFile = { kind: 'ADF', rule: 14, required: false };

/** Marks a file that the element must bring. */
export const required = (file: FileTemplate): RequiredFile => ({ ...file, required: true });

function given<K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, V>);
}
