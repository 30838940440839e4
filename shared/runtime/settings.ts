import { fromFile } from './settings-file.ts';
import type { Given, Known } from './settings-file.ts';
import { span } from './setting-parsers.ts';
import type { Parser } from './setting-parsers.ts';
import { milliseconds, printSpan } from './span.ts';

/** A setting as it is declared, once. */
export interface Setting<T> {
  readonly value: T;
  readonly parse: Parser<T>;
  readonly says: string;
  readonly options: SettingOptions<T>;
}

export interface SettingOptions<T> {
  /** How the default is shown where it is not a plain value. */
  readonly shown?: string;
  /** The value to take instead of the default, by what others were set to. */
  readonly follows?: (others: Readonly<Record<string, unknown>>) => T | undefined;
}

export type Declaration = Readonly<Record<string, Setting<unknown>>>;

/** The values of a declaration. */
export type Settings<Declared extends Declaration> = {
  readonly [Name in keyof Declared]: Declared[Name] extends Setting<infer T> ? T : never;
};

/** Where settings are looked for. */
export interface Sources {
  /** By the name of the setting; what was not given is undefined or missing. */
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The folder from which the nearest `esimlab.yaml` upward is looked for; no file is read when left out. */
  readonly folder?: string;
}

/** Settings are wrong; every one of them is named. */
export class WrongSettings extends Error {
  override readonly name = 'WrongSettings';
  /** One sentence for each, beginning with where the value came from. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Declares a setting by its default (undefined: none), the parser of its text and one sentence for people. */
export function setting<T>(value: T, parse: Parser<T>, says: string, options?: SettingOptions<T>): Setting<T>;
export function setting<T>(
  value: undefined,
  parse: Parser<T>,
  says: string,
  options?: SettingOptions<T | undefined>,
): Setting<T | undefined>;
export function setting<T>(
  value: T,
  parse: Parser<T>,
  says: string,
  options: SettingOptions<T> = {},
): Setting<T> {
  return { value, parse, says, options };
}

/** `smdpPort` is `--smdp-port` on the command line. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `smdpPort` is `ESIMLAB_SMDP_PORT` in the environment. */
export function environmentNameOf(name: string): string {
  return `ESIMLAB_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/**
 * The values of all settings: flag over environment over `esimlab.yaml` over what follows from others over default.
 * @throws WrongSettings naming each wrong one, wherever it came from.
 */
export async function resolveSettings<Declared extends Declaration>(
  declared: Declared,
  { flags = {}, environment = {}, folder }: Sources,
): Promise<Settings<Declared>> {
  const problems: string[] = [];
  const file =
    folder === undefined ? new Map<string, Given>() : await fromFile(folder, knownIn(declared), problems);
  const values: Record<string, unknown> = {};
  const given = new Set<string>();
  for (const [name, { value, parse }] of Object.entries(declared)) {
    values[name] = value;
    const [flag, variable] = [flagOf(name), environmentNameOf(name)];
    const ranked = [textOf(flag, flags[name]), textOf(variable, environment[variable]), file.get(name)];
    for (const candidate of ranked.filter((some) => some !== undefined).reverse()) {
      given.add(name);
      try {
        values[name] = parse(candidate.text, candidate);
      } catch (error) {
        problems.push(`${candidate.source}: ${error instanceof TypeError ? error.message : String(error)}`);
      }
    }
  }
  if (problems.length > 0) throw new WrongSettings(problems);
  for (const [name, { options }] of Object.entries(declared)) {
    if (!given.has(name)) values[name] = options.follows?.(values) ?? values[name];
  }
  return values as Settings<Declared>;
}

function knownIn(declared: Declaration): Known {
  return new Map(
    Object.entries(declared).map(([name, { parse }]) => [name, { takesTrees: parse.takesTrees === true }]),
  );
}

function printDefault(value: unknown, parse: Parser<unknown>): string {
  if (typeof value === 'number') return parse === span ? printSpan(milliseconds(value)) : `${value}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The table of CONFIGURATION.md. */
export function printConfiguration(declared: Declaration): string {
  const rows = Object.entries(declared).map(([name, setting]) => {
    const { parse, says } = setting;
    const words =
      parse.words === undefined ? '' : ` (${parse.words.map((word) => `\`${word}\``).join(', ')})`;
    return `| \`${name}\` | \`${flagOf(name)}\` | \`${environmentNameOf(name)}\` | ${shownDefault(setting)} | ${says}${words} |`;
  });
  return ['| Setting | Flag | Environment | Default | Meaning |', '|---|---|---|---|---|', ...rows, ''].join(
    '\n',
  );
}

/** The default as documents show it, in Markdown. */
export function shownDefault({ value, parse, options }: Setting<unknown>): string {
  return options.shown ?? (value === undefined ? 'none' : `\`${printDefault(value, parse)}\``);
}

function textOf(source: string, value: unknown): Given | undefined {
  if (value === undefined) return undefined;
  return { source, text: typeof value === 'string' ? value : JSON.stringify(value) };
}
