import { expect } from 'vitest';

import { fromHex, toHex } from '#shared/bytes/bytes';
import { iccidToBytes, parseIccid } from '#shared/identifiers/iccid';
import type { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { profileClasses } from '#shared/rsp/store-metadata';
import { buildProfile } from '#shared/saip/index';

import type { Bench } from './bench.ts';
import { metadata, profileValues, resultOf } from './bench.ts';

/** Profiles by a letter, ICCID 8900012345678901234n: A and B are operational, S and T test, P provisioning. */
export const iccids = {
  A: '89000123456789012341',
  B: '89000123456789012342',
  S: '89000123456789012343',
  T: '89000123456789012344',
  P: '89000123456789012345',
};
export type Letter = keyof typeof iccids;

/** As EF.ICCID has it, in hex. */
export const octetsOf = (letter: Letter): string => toHex(iccidToBytes(parseIccid(iccids[letter])));

const classes: Readonly<Record<Letter, number>> = {
  A: profileClasses.operational,
  B: profileClasses.operational,
  S: profileClasses.test,
  T: profileClasses.test,
  P: profileClasses.provisioning,
};

/** The operator of the profiles, whom policy rules need. */
export const owner = { mccMnc: fromHex('00F110') };

/** Loads the Profile of a letter, which stays disabled. */
export async function install(
  bench: Bench,
  letter: Letter,
  more: Partial<StoreMetadataRequest> = {},
): Promise<void> {
  const iccid = iccids[letter];
  const answer = await bench.download({
    profilePackage: buildProfile(profileValues({ iccid })),
    metadata: metadata({ iccid: iccidToBytes(parseIccid(iccid)), profileClass: classes[letter], ...more }),
  });
  expect(resultOf(answer)).toMatch(/^A0000005591010/);
}

/** `BF31` by ICCID. */
export const enableCommand = (letter: Letter, refresh = 'FF'): string =>
  `BF3111A00C5A0A${octetsOf(letter)}8101${refresh}`;

/** `BF32` by ICCID. */
export const disableCommand = (letter: Letter, refresh = 'FF'): string =>
  `BF3211A00C5A0A${octetsOf(letter)}8101${refresh}`;

/** `BF33` by ICCID. */
export const deleteCommand = (letter: Letter): string => `BF330C5A0A${octetsOf(letter)}`;
