import { childrenOf, contentOf, DecodeError, readTlv } from '#shared/asn1/index';
import type { Tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';

/** What a command does to a file: a bit of the access mode (TS 102 221 §9.5), or its INS where the mode has none. */
export type Access = { readonly mode: number } | { readonly instruction: number };

export const reading: Access = { mode: 0x01 };
export const updating: Access = { mode: 0x02 };
export const increasing: Access = { instruction: 0x32 };

/** Whether a key reference has been verified. */
type IsVerified = (keyReference: number) => boolean;

/**
 * Whether a rule allows an access: a row of access modes, each followed by its conditions, of which one is enough (ISO 7816-4 §5.4.3,
 * expanded format). What no rule names, and what cannot be read, is not allowed.
 */
export function allows(rule: Bytes, access: Access, isVerified: IsVerified): boolean {
  let concerned = false;
  for (const object of objectsIn(rule)) {
    if (isMode(object)) concerned = concerns(object, access);
    else if (concerned && isFulfilled(object, isVerified)) return true;
  }
  return false;
}

/** The objects of a record, up to its filling. */
function objectsIn(rule: Bytes): readonly Tlv[] {
  const end = rule.findLastIndex((octet) => octet !== 0xff) + 1;
  return unlessBroken(() => {
    const objects: Tlv[] = [];
    for (let at = 0; at < end;) {
      const object = readTlv(rule, at, rule.length);
      objects.push(object);
      at = object.end;
    }
    return objects;
  });
}

/** 80 is a mode octet, 81 to 8F describe command headers, of which a list of INS alone is in use. */
const isMode = ({ tag }: Tlv): boolean => tag >= 0x80 && tag <= 0x8f;

function concerns(object: Tlv, access: Access): boolean {
  const content = contentOf(object);
  if ('mode' in access) return object.tag === 0x80 && ((content[0] ?? 0) & access.mode) !== 0;
  return object.tag === 0x84 && content.includes(access.instruction);
}

function isFulfilled(condition: Tlv, isVerified: IsVerified): boolean {
  const fulfilled = (each: Tlv): boolean => isFulfilled(each, isVerified);
  switch (condition.tag) {
    case 0x90:
      return true;
    case 0xa4:
      return isVerified(keyReferenceIn(condition));
    case 0xa0:
      return membersOf(condition).some(fulfilled);
    case 0xaf: {
      const members = membersOf(condition);
      return members.length > 0 && members.every(fulfilled);
    }
    default:
      return false;
  }
}

function keyReferenceIn(condition: Tlv): number {
  const reference = membersOf(condition).find(({ tag }) => tag === 0x83);
  return (reference && contentOf(reference)[0]) ?? 0;
}

const membersOf = (object: Tlv): readonly Tlv[] => unlessBroken(() => childrenOf(object));

function unlessBroken(read: () => readonly Tlv[]): readonly Tlv[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}
