/** What a status word means to somebody who talks to an eUICC (ISO 7816-4 §5.6; TS 102 221 §10.2.1; SGP.22 §5.7.2). */
export function meaningOfStatus(status: number): string {
  const [first, second] = [status >> 8, status & 0xff];
  const exact = words.get(status);
  if (exact !== undefined) return exact;
  switch (first) {
    case 0x61:
      return `done; ${second === 0 ? '256 or more' : second} octets wait for GET RESPONSE`;
    case 0x6c:
      return `wrong Le; send the command again with Le ${second}`;
    case 0x91:
      return `done; a proactive command of ${second} octets waits for FETCH`;
    case 0x63:
      return (second & 0xf0) === 0xc0 ? `verification failed; ${second & 0x0f} attempts are left` : 'warning';
    case 0x90:
    case 0x92:
      return 'done';
    case 0x62:
      return 'warning, nothing was changed';
    case 0x64:
      return 'execution error, nothing was changed';
    case 0x65:
      return 'execution error, memory may have changed';
    default:
      return 'an error that ISO 7816-4 does not name';
  }
}

/** Whether two octets can be a status word. */
export function isStatusWord(status: number): boolean {
  const first = status >> 8;
  return (
    first === 0x90 || first === 0x91 || first === 0x92 || (first >= 0x61 && first <= 0x6f && first !== 0x60)
  );
}

const words: ReadonlyMap<number, string> = new Map([
  [0x9000, 'done'],
  [0x6200, 'warning, nothing was changed'],
  [0x6283, 'the selected file is deactivated'],
  [0x6700, 'wrong length'],
  [0x6881, 'logical channel not supported'],
  [0x6882, 'secure messaging not supported'],
  [0x6884, 'command chaining not supported'],
  [0x6982, 'security status not satisfied'],
  [0x6983, 'authentication method blocked'],
  [0x6985, 'conditions of use not satisfied'],
  [0x6986, 'command not allowed (no file selected)'],
  [0x6a80, 'incorrect data: the TLV does not parse'],
  [0x6a81, 'function not supported'],
  [0x6a82, 'file or application not found'],
  [0x6a83, 'record not found'],
  [0x6a84, 'not enough memory'],
  [0x6a86, 'incorrect P1 P2'],
  [0x6a88, 'referenced data not found: the eUICC does not know this tag'],
  [0x6b00, 'wrong P1 P2'],
  [0x6d00, 'instruction not supported'],
  [0x6e00, 'class not supported'],
  [0x6f00, 'no precise diagnosis'],
  [0x9862, 'authentication error, incorrect MAC'],
]);
