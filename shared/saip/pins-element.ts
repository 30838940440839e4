import type { Decoded } from '#shared/asn1/index';
import { choice, context, octets, optional, sequence, sequenceOf } from '#shared/asn1/index';

import { PeHeader, uInt8 } from './pe-header.ts';

/**
 * PINConfiguration. The value is ASCII padded with FF; the last member has the maximum of attempts in its high nibble and those left
 * in its low one. Key references are not held to the enumeration: 16 for ADM1 is seen in the field.
 */
export const PinConfiguration = sequence('PINConfiguration', {
  keyReference: context(0, uInt8),
  pinValue: context(1, octets({ exactly: 8 })),
  unblockingPINReference: optional(context(2, uInt8)),
  pinAttributes: optional(context(3, uInt8)),
  'maxNumOfAttemps-retryNumLeft': optional(context(4, uInt8)),
});
export type PinConfiguration = Decoded<typeof PinConfiguration>;

/** PE-PINCodes. */
export const PinCodes = sequence('PE-PINCodes', {
  header: context(0, PeHeader),
  pinCodes: context(
    1,
    choice('pinCodes', {
      pinconfig: context(0, sequenceOf(PinConfiguration, { min: 1, max: 26 })),
      filePath: context(1, octets({ max: 8 })),
    }),
  ),
});

/** PUKConfiguration. */
export const PukConfiguration = sequence('PUKConfiguration', {
  keyReference: context(0, uInt8),
  pukValue: context(1, octets({ exactly: 8 })),
  'maxNumOfAttemps-retryNumLeft': optional(context(2, uInt8)),
});
export type PukConfiguration = Decoded<typeof PukConfiguration>;

/** PE-PUKCodes. */
export const PukCodes = sequence('PE-PUKCodes', {
  header: context(0, PeHeader),
  pukCodes: context(1, sequenceOf(PukConfiguration, { min: 1, max: 16 })),
});
