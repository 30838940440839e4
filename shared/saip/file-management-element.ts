import type { Decoded } from '#shared/asn1/index';
import { application, choice, context, octets, sequence, sequenceOf } from '#shared/asn1/index';

import { Fcp } from './fcp.ts';
import { PeHeader, uInt16 } from './pe-header.ts';

/** FileManagement: its tags are written out in the definitions, so the offset keeps the universal INTEGER. */
const FileManagement = sequenceOf(
  choice('FileManagement', {
    filePath: context(0, octets({ max: 8 })),
    createFCP: application(2, Fcp),
    fillFileOffset: uInt16,
    fillFileContent: context(1, octets()),
  }),
  { min: 1 },
);

/** PE-GenericFileManagement. */
export const GenericFileManagement = sequence('PE-GenericFileManagement', {
  header: context(0, PeHeader),
  fileManagementCMD: context(1, sequenceOf(FileManagement, { min: 1 })),
});
export type GenericFileManagement = Decoded<typeof GenericFileManagement>;
