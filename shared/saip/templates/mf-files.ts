import { directory, linear, required, transparent } from './file-template.ts';

/** PE-MF. EF.ICCID is 2FE2 with SFI 2 (TS 102 221 §13.2). */
export const mfFiles = {
  mf: required({ kind: 'MF', fid: '3F00', rule: 14, required: true }),
  'ef-pl': transparent('2F05', 2, 1, { sfi: 0x05 }),
  'ef-iccid': required(transparent('2FE2', 10, 11, { sfi: 0x02 })),
  'ef-dir': required(linear('2F00', undefined, undefined, 10, { sfi: 0x1e })),
  'ef-arr': required(linear('2F06', undefined, undefined, 10)),
  'ef-umpc': transparent('2F08', 5, 10, { sfi: 0x08 }),
} as const;

/** PE-CD. */
export const cdFiles = {
  'df-cd': required(directory('7F11')),
  'ef-launchpad': transparent('6F01', undefined, 2),
  'ef-icon': transparent('6F40', undefined, 2),
} as const;
