/**
 * What a UE does about a cause of the network (TS 24.301 §5.5.1.2.5, network.md §4):
 * `usimInvalid` - nothing more until it is switched off or gets another USIM;
 * `networkForbidden` - the network is noted on the USIM, and another one looked for;
 * `packetsForbidden` - the same, noted until it is switched off;
 * `areaForbidden` - the tracking area is noted until it is switched off, and another one looked for;
 * `again` - without the temporary identity, at once;
 * `later` - when T3411 or T3402 is over.
 */
export type Consequence =
  'usimInvalid' | 'networkForbidden' | 'packetsForbidden' | 'areaForbidden' | 'again' | 'later';

const consequences: Readonly<Record<number, Consequence>> = {
  3: 'usimInvalid',
  6: 'usimInvalid',
  7: 'usimInvalid',
  8: 'usimInvalid',
  9: 'again',
  10: 'again',
  11: 'networkForbidden',
  12: 'areaForbidden',
  13: 'areaForbidden',
  14: 'packetsForbidden',
  15: 'areaForbidden',
  25: 'areaForbidden',
  35: 'networkForbidden',
};

/** What follows from an EMM cause; all that are not in the table are tried again later. */
export const consequenceOf = (cause: number): Consequence => consequences[cause] ?? 'later';
