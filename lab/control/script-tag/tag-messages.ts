import { z } from 'zod';

/** Characters of one message of the bridge script; its own are shorter. */
const longest = 200_000;

const call = z.strictObject({ number: z.int().min(1), text: z.string().max(longest) });

const page = {
  /** Tells the documents of a launch apart. */
  document: z.string().regex(/^[0-9a-z]{1,32}$/),
  href: z.string().max(8_000),
  top: z.boolean(),
};

/** What a document says over `/mobile-plans`: who it is, first; calls; what became of a callback. */
export const fromTag = z.union([
  z.strictObject(page),
  call,
  z.strictObject({
    delivered: z.int().min(1),
    outcome: z.enum(['delivered', 'missing', 'threw']),
  }),
]);
export type FromTag = z.output<typeof fromTag>;

/** What a document leaves behind: the calls that nobody had acknowledged. */
export const leftBehind = z.strictObject({
  ...page,
  token: z.string().max(200),
  calls: z.array(call).max(1_000),
});

/** What a document is told. */
export type ToTag =
  | { readonly taken: number }
  | { readonly deliver: number; readonly name: string; readonly argument: string }
  | { readonly ended: string };

/** A message that can be read; undefined for any other text. */
export function readFromTag(text: string): FromTag | undefined {
  try {
    return fromTag.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
