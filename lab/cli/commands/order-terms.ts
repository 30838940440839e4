import type { PlaceOrderRequest } from '../../control/index.ts';
import { WrongUsage } from '../exit.ts';

/** `10m`, a time, or a word of the API: when an order can be downloaded. */
export function readAvailability(text: string): NonNullable<PlaceOrderRequest['available']> {
  if (text === 'immediate' || text === 'manual') return text;
  if (/^\d{4}-/.test(text)) return { at: text };
  const { after, from } = readAfter('--available', text, ['order', 'confirmation'] as const);
  return { after, from };
}

/** `22m from install`: when the network knows a subscriber. */
export function readProvision(
  text: string,
  onlyIfInstalled: boolean,
): NonNullable<PlaceOrderRequest['provision']> {
  return { ...readAfter('--provision', text, ['order', 'download', 'install'] as const), onlyIfInstalled };
}

/** `500MB`, or `500MB for 30d`. @throws WrongUsage */
export function readBalance(text: string): NonNullable<PlaceOrderRequest['balance']> {
  const [, size = '', validFor] = /^(.*?)(?:\s+for\s+(\S+))?$/.exec(text.trim()) ?? [];
  return { octets: readOctets(size), ...(validFor === undefined ? {} : { validFor }) };
}

const units = { '': 1, B: 1, kB: 1_000, MB: 1_000_000, GB: 1_000_000_000 } as const;

/** `0`, `500MB`, `1.5 GB`: data as operators count it, in thousands. @throws WrongUsage */
export function readOctets(text: string): number {
  const [, count = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(B|kB|MB|GB)?$/.exec(text) ?? [];
  if (count === '') throw new WrongUsage(`"${text}" is no amount of data such as 500MB or 1.5GB`);
  return Math.round(Number(count) * units[unit as keyof typeof units]);
}

function readAfter<From extends string>(
  flag: string,
  text: string,
  known: readonly [From, ...From[]],
): { readonly after: string; readonly from: From } {
  const [, after = '', word] = /^(\S+?)(?:\s+from\s+(\S+))?$/.exec(text.trim()) ?? [];
  const from = word === undefined ? known[0] : known.find((each) => each === word);
  if (after !== '' && from !== undefined) return { after, from };
  throw new WrongUsage(
    `${flag} "${text}" is not understood; it is a span, and from when: "22m from ${known.at(-1) ?? ''}"`,
  );
}
