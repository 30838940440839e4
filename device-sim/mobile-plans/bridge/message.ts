import type { BridgeFunction, BridgeObject, ScriptProperty } from './contract.ts';
import {
  bridgeFunctions,
  bridgeObjects,
  describeLimits,
  noticedInPage,
  scriptProperties,
} from './contract.ts';
import type { Described } from './described.ts';
import { readDescribed } from './described.ts';

/** The portal called a function. */
export interface CallMessage {
  readonly kind: 'call';
  /** Tells the documents of a launch apart. */
  readonly document: string;
  /** Of the call in its document, from 1. */
  readonly number: number;
  readonly object: BridgeObject;
  readonly name: BridgeFunction;
  /** Whether the first argument came from createPurchaseMetaData, and the other spellings it was filled by. */
  readonly made: boolean;
  readonly spellings: readonly string[];
  readonly arguments: readonly Described[];
}

/** The portal named a callback. */
export interface ScriptMessage {
  readonly kind: 'script';
  readonly document: string;
  readonly object: BridgeObject;
  readonly property: ScriptProperty;
  readonly value: Described;
}

/** All that the script says. */
export type Message =
  | CallMessage
  | ScriptMessage
  | { readonly kind: 'looked'; readonly name: BridgeObject }
  | { readonly kind: 'noticed'; readonly name: (typeof noticedInPage)[number]; readonly detail: string }
  | { readonly kind: 'thrown'; readonly says: string };

/** Characters of a message; the script's own are shorter. */
export const LONGEST_MESSAGE = 131_072;
const MOST_CALLS = 1_000_000_000;

/** Reads a message of the script; undefined for any text that is none. Never throws. */
export function readMessage(text: string): Message | undefined {
  if (text.length > LONGEST_MESSAGE) return undefined;
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const members = value as Readonly<Record<string, unknown>>;
  switch (members['kind']) {
    case 'call':
      return readCall(members);
    case 'script':
      return readScript(members);
    case 'looked': {
      const name = oneOf(bridgeObjects, members['name']);
      return name && { kind: 'looked', name };
    }
    case 'noticed': {
      const name = oneOf(noticedInPage, members['name']);
      const { detail } = members as { detail?: unknown };
      return name && typeof detail === 'string' ? { kind: 'noticed', name, detail } : undefined;
    }
    case 'thrown': {
      const { says } = members as { says?: unknown };
      return typeof says === 'string' ? { kind: 'thrown', says } : undefined;
    }
    default:
      return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readCall(members: Readonly<Record<string, unknown>>): CallMessage | undefined {
  const { number, made, spellings } = members as { number?: unknown; made?: unknown; spellings?: unknown };
  const document = readDocument(members['document']);
  const object = oneOf(bridgeObjects, members['object']);
  const name = object && oneOf<BridgeFunction>(bridgeFunctions[object], members['name']);
  const values = readArguments(members['arguments']);
  if (document === undefined || object === undefined || name === undefined || values === undefined) return;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > MOST_CALLS) return;
  if (typeof made !== 'boolean' || !areNames(spellings)) return;
  return { kind: 'call', document, number, object, name, made, spellings, arguments: values };
}

function readScript(members: Readonly<Record<string, unknown>>): ScriptMessage | undefined {
  const document = readDocument(members['document']);
  const object = oneOf(bridgeObjects, members['object']);
  const property = oneOf(scriptProperties, members['property']);
  const value = readDescribed(members['value']);
  if (document === undefined || object === undefined || property === undefined || value === undefined) return;
  return { kind: 'script', document, object, property, value };
}

function readDocument(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-z]{1,16}$/.test(value) ? value : undefined;
}

function readArguments(value: unknown): readonly Described[] | undefined {
  if (!Array.isArray(value) || value.length > describeLimits.arguments) return undefined;
  const described = (value as unknown[]).map((each) => readDescribed(each));
  return described.every((each) => each !== undefined) ? described : undefined;
}

function areNames(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= 8 &&
    value.every((name) => typeof name === 'string' && name.length <= 40)
  );
}

function oneOf<Name extends string>(names: readonly Name[], value: unknown): Name | undefined {
  return names.find((name) => name === value);
}
