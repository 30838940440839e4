/**
 * What a UE does about a cause of the network (TS 24.301 §5.5.1.2.5, network.md §4):
 * `usimInvalid` - nothing more until it is switched off or gets another USIM;
 * `networkForbidden` - the network is noted on the USIM, and another one looked for;
 * `packetsForbidden` - the same, noted until it is switched off;
 * `networkAvoided` - the same, noted for a while;
 * `areaForbidden` - the tracking area is noted until it is switched off, and another one looked for in any network;
 * `regionForbidden` - the same, and another one looked for in the same network only;
 * `again` - without the temporary identity, at once;
 * `later` - when T3411 is over, or T3402 after the last attempt, or T3346 where the network asks for it;
 * `muchLater` - when T3402 is over: no other attempt would end otherwise.
 */
export type Consequence =
  | 'usimInvalid'
  | 'networkForbidden'
  | 'packetsForbidden'
  | 'networkAvoided'
  | 'areaForbidden'
  | 'regionForbidden'
  | 'again'
  | 'later'
  | 'muchLater';

const consequences: Readonly<Record<number, Consequence>> = {
  3: 'usimInvalid',
  6: 'usimInvalid',
  7: 'usimInvalid',
  8: 'usimInvalid',
  9: 'again',
  10: 'again',
  11: 'networkForbidden',
  12: 'regionForbidden',
  13: 'areaForbidden',
  14: 'packetsForbidden',
  15: 'areaForbidden',
  25: 'areaForbidden',
  35: 'networkForbidden',
  42: 'networkAvoided',
  95: 'muchLater',
  96: 'muchLater',
  97: 'muchLater',
  99: 'muchLater',
  111: 'muchLater',
};

/** What follows from an EMM cause; all that are not in the table are tried again later. */
export const consequenceOf = (cause: number): Consequence => consequences[cause] ?? 'later';
