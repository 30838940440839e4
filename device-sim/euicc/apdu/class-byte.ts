import { StatusError } from '../../uicc/index.ts';

/** What the class byte of a command says (ISO 7816-4 §5.4.1, TS 102 221 §10.1.1). */
export interface ClassByte {
  /** `interindustry` 0x and 4x; `proprietary` 8x and Cx. */
  readonly kind: 'interindustry' | 'proprietary';
  readonly channel: number;
}

/** The logical channel that any class byte names: 0 to 3 in two bits, 4 to 19 in four. */
export const channelOf = (classByte: number): number =>
  (classByte & 0x40) === 0 ? classByte & 0x03 : 4 + (classByte & 0x0f);

/** @throws StatusError for a class of another coding, secure messaging or command chaining. */
export function readClassByte(classByte: number): ClassByte {
  const high = classByte & 0xf0;
  if (high === 0x10 || high === 0x90 || high === 0x50 || high === 0xd0) {
    throw new StatusError('chainingNotSupported', 'command chaining by CLA');
  }
  if (high === 0x60 || high === 0xe0) {
    throw new StatusError('secureMessagingNotSupported', 'secure messaging');
  }
  if (high !== 0x00 && high !== 0x40 && high !== 0x80 && high !== 0xc0) {
    throw new StatusError('classNotSupported', `CLA ${classByte.toString(16)}`);
  }
  if ((classByte & 0x4c) !== 0 && (classByte & 0x40) === 0) {
    throw new StatusError('secureMessagingNotSupported', 'secure messaging');
  }
  return { kind: classByte < 0x80 ? 'interindustry' : 'proprietary', channel: channelOf(classByte) };
}
