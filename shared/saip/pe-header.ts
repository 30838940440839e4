import { context, integerOf, nothing, optional, sequence } from '#shared/asn1/index';
import type { Decoded } from '#shared/asn1/index';

/** UInt8 of the PE definitions. */
export const uInt8 = integerOf({ min: 0, max: 255 });
/** UInt16 of the PE definitions. */
export const uInt16 = integerOf({ min: 0, max: 65_535 });

/** PEHeader: the number of an element and whether a card that does not know it must refuse the profile. */
export const PeHeader = sequence('PEHeader', {
  mandated: optional(context(0, nothing)),
  identification: context(1, integerOf({ min: 0, max: 32_767 })),
});
export type PeHeader = Decoded<typeof PeHeader>;
