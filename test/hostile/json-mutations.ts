import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromBase64, fromUtf8, toBase64, toUtf8 } from '#shared/bytes/bytes';

import type { Chance } from './chance.ts';
import { mutateDer } from './der-mutations.ts';
import { mutateOctets } from './octet-mutations.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

const deep = (open: string, close: string, depth = 1_000): string =>
  `${open.repeat(depth)}${close.repeat(depth)}`;

/** JSON texts that stand where something else should. */
const values = [
  'null',
  'true',
  'false',
  '0',
  '-0',
  '-1',
  '1.5',
  '1e999',
  '-1e999',
  '123456789012345678901234567890',
  '5e-324',
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u202e\\ufeff"',
  '"💣é"',
  '"constructor"',
  '"__proto__"',
  '"toString"',
  '"\'; DROP TABLE orders; --"',
  '"../../../../etc/passwd"',
  '"${7*7}%s%n%00"',
  '"\\r\\nX-Injected: 1"',
  '[]',
  '{}',
  '[null]',
  '{"":""}',
  '{"__proto__":{"status":"Failed"}}',
  '{"toString":1,"valueOf":2,"length":-1}',
  '{"constructor":{"prototype":{"x":1}}}',
  deep('[', ']'),
  deep('{"a":', '}', 500).replace(':}', ':1}'),
  `"${'A'.repeat(5_000)}"`,
  `"${'9'.repeat(400)}"`,
  '"2.999.1.1"',
  '"89049032123451234512345678901235"',
  '"8900012345678901234"',
  '"2026-11-23T05:00:00Z"',
  '"Available"',
];

/** Ways to spell base64 that is none, or not quite. */
const spellings: readonly ((text: string) => string)[] = [
  (text) => text.replace(/=+$/, ''),
  (text) => `${text}=`,
  (text) => `${text}====`,
  (text) => text.replaceAll('+', '-').replaceAll('/', '_'),
  (text) => `=${text}`,
  (text) => text.slice(1),
  (text) => text.slice(0, -1),
  (text) => `${text.slice(0, 4)}=${text.slice(4)}`,
  (text) => text.replace(/(.{8})/g, '$1\n'),
  (text) => `data:application/octet-stream;base64,${text}`,
  (text) => `\u00a0${text}\u2028`,
  (text) => `${text.slice(0, 6)}é${text.slice(7)}`,
  (text) => `${text.slice(0, 6)}\u0000${text.slice(7)}`,
  (text) => text.toLowerCase(),
  (text) => Buffer.from(text, 'base64').toString('hex'),
  (text) => text.replace(/.$/, 'B'),
];

const names = [
  '__proto__',
  'constructor',
  'toString',
  'header',
  '',
  'x',
  '💣',
  'transactionId',
  'iccid',
  'a'.repeat(300),
];

/** A member as it will stand in the text. */
type Members = [name: string, json: string][];

/** The body of a call with one to three things wrong, in JSON or below it. */
export function mutateJson(chance: Chance, body: JsonObject): Bytes {
  const members: Members = Object.entries(body).map(([name, value]) => [name, JSON.stringify(value)]);
  for (let left = chance.pick([1, 1, 1, 2, 3]); left > 0; left -= 1) changeMember(chance, members);
  const text = `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
  return chance.oneIn(8) ? mutateText(chance, toUtf8(text)) : toUtf8(text);
}

function changeMember(chance: Chance, members: Members): void {
  const index = chance.below(members.length);
  const member = members[index];
  if (member === undefined) {
    members.push([chance.pick(names), chance.pick(values)]);
    return;
  }
  const [name, json] = member;
  switch (chance.below(10)) {
    case 0:
      members.splice(index, 1);
      break;
    case 1:
      member[1] = chance.pick(values);
      break;
    case 2:
      members.push([name, chance.pick(values)]);
      break;
    case 3:
      members.unshift([name, json]);
      break;
    case 4:
      members.push([chance.pick(names), chance.pick([...values, json])]);
      break;
    case 5:
      member[0] = chance.pick([...names, name.toUpperCase(), ` ${name}`]);
      break;
    default:
      member[1] = mutateValue(chance, json);
  }
}

/** A value changed from within: what is base64 of octets below it, what is text in its spelling. */
function mutateValue(chance: Chance, json: string): string {
  const value = JSON.parse(sound(json)) as unknown;
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return fromUtf8Loosely(mutateJson(chance, value as JsonObject));
  if (typeof value !== 'string') return chance.pick(values);
  if (
    value.length > 20 &&
    /^[A-Za-z0-9+/]+={0,2}$/.test(value) &&
    value.length % 4 === 0 &&
    !/^\d+$/.test(value)
  ) {
    if (chance.oneIn(8)) return JSON.stringify(chance.pick(spellings)(value));
    return JSON.stringify(toBase64(mutateDer(chance, fromBase64(value))));
  }
  return chance.oneIn(2)
    ? chance.pick(values)
    : JSON.stringify(fromUtf8Loosely(mutateOctets(chance, toUtf8(value))));
}

/** What was put in before is not always JSON that can be read again. */
function sound(json: string): string {
  try {
    JSON.parse(json);
    return json;
  } catch {
    return 'null';
  }
}

/** The octets of a text, some of them wrong. */
function mutateText(chance: Chance, text: Bytes): Bytes {
  switch (chance.below(8)) {
    case 0:
      return concat(Uint8Array.of(0xef, 0xbb, 0xbf), text);
    case 1:
      return new Uint8Array(Buffer.from(fromUtf8Loosely(text), 'utf16le'));
    case 2:
      return concat(text, text);
    case 3:
      return concat(text, toUtf8(','));
    case 4:
      return concat(toUtf8('['), text, toUtf8(']'));
    default:
      return mutateOctets(chance, text);
  }
}

function fromUtf8Loosely(octets: Bytes): string {
  try {
    return fromUtf8(octets);
  } catch {
    return Buffer.from(octets).toString('latin1');
  }
}
