import type { Decoded } from '#shared/asn1/index';
import {
  choice,
  context,
  nothing,
  octets,
  optional,
  privateClass,
  sequence,
  sequenceOf,
} from '#shared/asn1/index';

import { uInt16 } from './pe-header.ts';
import { applicationIdentifier } from './profile-header.ts';

/** ProprietaryInfo: how a file is filled at first, and the bounds of BER-TLV files. */
export const ProprietaryInfo = sequence('ProprietaryInfo', {
  specialFileInformation: optional(privateClass(0, octets({ exactly: 1 }))),
  fillPattern: optional(privateClass(1, octets({ min: 1, max: 200 }))),
  repeatPattern: optional(privateClass(2, octets({ min: 1, max: 200 }))),
  maximumFileSize: optional(context(6, octets({ max: 4 }))),
  fileDetails: optional(context(4, octets({ exactly: 1 }))),
});

/** Fcp: what a file is. Members left out come from the template; stated defaults are kept as stated. */
export const Fcp = sequence('Fcp', {
  fileDescriptor: optional(context(2, octets({ min: 2, max: 4 }))),
  fileID: optional(context(3, octets({ exactly: 2 }))),
  dfName: optional(context(4, applicationIdentifier)),
  lcsi: optional(context(10, octets({ exactly: 1 }))),
  securityAttributesReferenced: optional(context(11, octets({ min: 1, max: 3 }))),
  efFileSize: optional(context(0, octets({ max: 4 }))),
  pinStatusTemplateDO: optional(privateClass(6, octets())),
  shortEFID: optional(context(8, octets({ max: 1 }))),
  proprietaryEFInfo: optional(context(5, ProprietaryInfo)),
  linkPath: optional(privateClass(7, octets({ max: 8 }))),
});
export type Fcp = Decoded<typeof Fcp>;

/** File: how a template's file is made. Offsets are relative to where the last content ended. */
export const File = sequenceOf(
  choice('File', {
    doNotCreate: context(0, nothing),
    fileDescriptor: context(1, Fcp),
    fillFileOffset: context(2, uInt16),
    fillFileContent: context(3, octets()),
  }),
);
export type File = Decoded<typeof File>;
