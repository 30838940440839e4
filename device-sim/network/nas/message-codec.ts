import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';

import type { EmmCause } from './emm-cause.ts';
import { MalformedNas, OctetReader } from './octet-reader.ts';

/** Protocol discriminator of EPS mobility management, security header type "plain" (TS 24.301 §9.2, §9.3.1). */
const plainMobilityManagement = 0x07;

/** How one message is coded: what follows the two octets that all have in common. */
export interface MessageCodec<Name extends string, Content> {
  readonly message: Name;
  /** The octet of §9.8. */
  readonly type: number;
  /** As the specification writes it. */
  readonly title: string;
  write(content: Content): Bytes;
  /** @throws MalformedNas */
  read(reader: OctetReader): Content;
}

/** The messages of a direction, by their names. */
export type MessageTable<Contents> = {
  readonly [Name in keyof Contents & string]: MessageCodec<Name, Contents[Name]>;
};

/** A message of one of the names, its content beside it. */
export type MessageOf<Contents> = {
  [Name in keyof Contents & string]: { readonly message: Name } & Contents[Name];
}[keyof Contents & string];

/** What came of reading octets: a message, or why there is none and the EMM STATUS cause, if any is to be sent. */
export type Reading<Message> =
  { readonly read: Message; readonly title: string } | { readonly unread: string; readonly cause?: EmmCause };

/** The octets of a message. */
export function writeMessage<Contents>(table: MessageTable<Contents>, message: MessageOf<Contents>): Bytes {
  const codec = table[message.message] as MessageCodec<string, MessageOf<Contents>>;
  return concat(Uint8Array.of(plainMobilityManagement, codec.type), codec.write(message));
}

/** Reads a message; never throws (TS 24.301 §7). */
export function readMessage<Contents>(
  table: MessageTable<Contents>,
  octets: Bytes,
): Reading<MessageOf<Contents>> {
  const [first, type] = octets;
  if (first === undefined || type === undefined) return { unread: 'too short to hold a message type' };
  if ((first & 0x0f) !== 0x07) return { unread: 'of another protocol than mobility management' };
  if (first !== plainMobilityManagement) return { unread: 'protected, and there is no security context' };
  const codecs: readonly MessageCodec<string, unknown>[] = Object.values(table);
  const codec = codecs.find((one) => one.type === type);
  if (codec === undefined) return { unread: `of the unknown type ${type}`, cause: 97 };
  try {
    const content = codec.read(new OctetReader(octets.subarray(2))) as object;
    return { read: { message: codec.message, ...content } as MessageOf<Contents>, title: codec.title };
  } catch (error) {
    if (error instanceof MalformedNas) return { unread: `${codec.title}: ${error.message}`, cause: 96 };
    throw error;
  }
}
