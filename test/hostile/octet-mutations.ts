import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex } from '#shared/bytes/bytes';

import type { Chance } from './chance.ts';

/** Octets that parsers have stumbled over before: tags of RSP, lengths of every form, zeros, signatures, dates. */
const tokens = [
  '00',
  'FF',
  '80',
  '3080',
  '0000',
  '3000',
  'BF3600',
  'BF3880',
  '5F3740',
  '5F3700',
  '5F4941',
  'BF8F7F',
  '1F8001',
  '84FFFFFFFF',
  '847FFFFFFF',
  '85FFFFFFFFFF',
  '830F4240',
  '820000',
  '0201FF',
  '020900FFFFFFFFFFFFFFFF',
  '02210080000000000000000000000000000000000000000000000000000000000000000000',
  '0101FF',
  '0500',
  '06022A03',
  '0600',
  '06078080808080800F',
  '0C04F09F9280',
  '0C03EDA080',
  '0C00',
  '030100',
  '0302FF00',
  '170D3939393939393939393939395A',
  '180F30303030303030303030303030305A',
  'A0030A0101',
  '9000',
  '6F00',
  '6100',
  '6CFF',
].map((hex) => fromHex(hex));

type Mutation = (chance: Chance, octets: Bytes) => Bytes;

const at = (chance: Chance, octets: Bytes): number => chance.below(octets.length + 1);

const mutations: readonly Mutation[] = [
  (chance, octets) => {
    const changed = octets.slice();
    for (let left = 1 + chance.below(3); left > 0 && changed.length > 0; left -= 1) {
      const place = chance.below(changed.length);
      changed[place] = (changed[place] ?? 0) ^ (1 << chance.below(8));
    }
    return changed;
  },
  (chance, octets) => {
    const changed = octets.slice();
    if (changed.length > 0) changed[chance.below(changed.length)] = chance.octet();
    return changed;
  },
  (chance, octets) => octets.slice(0, at(chance, octets)),
  (chance, octets) => octets.slice(at(chance, octets)),
  (chance, octets) => {
    const place = at(chance, octets);
    return concat(octets.slice(0, place), chance.octets(8), octets.slice(place));
  },
  (chance, octets) => {
    const place = at(chance, octets);
    return concat(octets.slice(0, place), chance.pick(tokens), octets.slice(place));
  },
  (chance, octets) => {
    const token = chance.pick(tokens);
    const place = at(chance, octets);
    return concat(octets.slice(0, place), token, octets.slice(place + token.length));
  },
  (chance, octets) => {
    const place = at(chance, octets);
    return concat(octets.slice(0, place), octets.slice(place + 1 + chance.below(16)));
  },
  (chance, octets) => {
    const from = at(chance, octets);
    const piece = octets.slice(from, from + 1 + chance.below(64));
    const place = at(chance, octets);
    return concat(octets.slice(0, place), piece, octets.slice(place));
  },
  (chance, octets) => {
    const place = at(chance, octets);
    const size = chance.below(32);
    return concat(
      octets.slice(0, place),
      filled(size, chance.pick([0x00, 0xff, 0x80, 0x30])),
      octets.slice(place + size),
    );
  },
  (_chance, octets) => concat(octets, octets),
  (chance) => chance.octets(64),
];

/** Octets with one to three things changed that a reader of octets may stumble over. */
export function mutateOctets(chance: Chance, octets: Bytes): Bytes {
  let changed = octets;
  for (let left = chance.pick([1, 1, 2, 3]); left > 0; left -= 1)
    changed = chance.pick(mutations)(chance, changed);
  return changed;
}
