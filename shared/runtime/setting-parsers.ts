import type { Given, SettingTree } from './settings-file.ts';
import { parseSpan } from './span.ts';
import type { Span } from './span.ts';

/** Reads the text of a setting, and may look where it was given. @throws TypeError with a sentence about the text. */
export interface Parser<T> {
  (text: string, given?: Given): T;
  /** Whether it takes more than one value: mappings and lists of a file, JSON elsewhere. */
  readonly takesTrees?: boolean;
  /** The words it takes, where these are few. */
  readonly words?: readonly string[];
}

export const text: Parser<string> = (given) => {
  if (given.trim() === '') throw new TypeError('must not be empty');
  return given;
};

/** What a company calls itself; it has to fit into a certificate's common name with a word behind it. */
export const brand: Parser<string> = (given) => {
  const name = text(given).trim();
  if (name.length > 48) throw new TypeError(`must have at most 48 characters, not ${name.length}`);
  return name;
};

export const span: Parser<Span> = parseSpan;

export const port: Parser<number> = (given) => wholeNumber(given, 0, 65_535, 'a port');

export const count: Parser<number> = (given) => wholeNumber(given, 1, Number.MAX_SAFE_INTEGER, 'a count');

/** `65536`, `64KiB` or `1MiB`: a number of octets. */
export const octetCount: Parser<number> = (given) => {
  const [, digits = '', unit = ''] = /^(\d+)(KiB|MiB)?$/.exec(given) ?? [];
  if (digits === '') throw new TypeError(`not a number of octets such as 65536, 64KiB or 1MiB: "${given}"`);
  return count(digits) * ({ KiB: 1_024, MiB: 1_048_576 }[unit] ?? 1);
};

/** A name that can stand in paths and addresses of entropy. */
export const plainName: Parser<string> = (given) => {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(given))
    throw new TypeError(`not a name of letters, digits, ".", "_" and "-": "${given}"`);
  return given;
};

/** The databases of a data folder that are no devices'. */
const reserved: readonly string[] = ['smdp', 'operator'];

/** The name of a device, and of its database. */
export const deviceName: Parser<string> = (given) => {
  const name = plainName(given);
  if (reserved.includes(name.toLowerCase()))
    throw new TypeError(`"${given}" is the name of a database of the lab; choose another one`);
  return name;
};

/** One of a few words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): Parser<Word> {
  const parse = (given: string): Word => {
    const word = words.find((candidate) => candidate === given);
    if (word === undefined) throw new TypeError(`must be ${words.join(' or ')}, not "${given}"`);
    return word;
  };
  return Object.assign(parse, { words });
}

function wholeNumber(given: string, least: number, most: number, what: string): number {
  const value = /^\d+$/.test(given) ? Number(given) : NaN;
  if (!(value >= least && value <= most))
    throw new TypeError(
      `not ${what} (a whole number from ${least}${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ''}): "${given}"`,
    );
  return value;
}

/** Where something is reached by HTTP: `https://host:port`, a path if need be, and no more. */
export const httpUrl: Parser<string> = (given) => {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.search + url.hash === '';
  if (!isPlain) throw new TypeError(`must be a URL such as https://host:port, not "${given}"`);
  return given;
};

/** A span by name, `getBoundProfilePackage=90s,authenticateClient=5s`. */
export const spansByName: Parser<Readonly<Record<string, Span>>> = (given) => {
  const entries = given.split(',').map((entry) => {
    const [, name = '', length = ''] = /^\s*([A-Za-z]+)\s*=\s*(\S+)\s*$/.exec(entry) ?? [];
    if (name === '')
      throw new TypeError(`must be spans by name such as cancelOrder=5s, not "${entry.trim()}"`);
    return [name, span(length)] as const;
  });
  return Object.fromEntries(entries);
};

/** Mappings and lists, as they are: whoever wants them looks what is in them. */
export const tree: Parser<SettingTree> = Object.assign(
  (text: string, given?: Given): SettingTree => {
    if (given?.tree !== undefined) return given.tree;
    const source = given?.source ?? 'here';
    return { data: readJson(text), where: () => source };
  },
  { takesTrees: true },
);

/** Texts, separated by commas or as a list of a file; put together with commas. */
export const commaList: Parser<string> = Object.assign(
  (given: string, from?: Given): string => {
    if (from?.tree === undefined) return text(given);
    const { data } = from.tree;
    const parts: readonly unknown[] = Array.isArray(data) ? data : [data];
    if (parts.length === 0 || !parts.every((part) => typeof part === 'string' && part.trim() !== ''))
      throw new TypeError('must be a text or a list of texts');
    return parts.join(',');
  },
  { takesTrees: true },
);

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TypeError(`must be JSON such as {"prepaid": {}}, not "${text.slice(0, 40)}"`, { cause });
  }
}
