import { berTlv, directory, linear, required, transparent } from './file-template.ts';

const notRegistered = `${'FF'.repeat(16)}00000001`;

/** The files of DF.5GS (TS 31.102 §4.4.11). */
export const fiveGsEntries = {
  'ef-5gs3gpploci': transparent('4F01', 20, 5, { sfi: 0x01, content: notRegistered }),
  'ef-5gsn3gpploci': transparent('4F02', 20, 5, { sfi: 0x02, content: notRegistered }),
  'ef-5gs3gppnsc': linear('4F03', 1, 57, 5, { sfi: 0x03 }),
  'ef-5gsn3gppnsc': linear('4F04', 1, 57, 5, { sfi: 0x04 }),
  'ef-5gauthkeys': transparent('4F05', 110, 5, { sfi: 0x05 }),
  'ef-uac-aic': transparent('4F06', 4, 2, { sfi: 0x06 }),
  'ef-suci-calc-info': transparent('4F07', undefined, 2, { sfi: 0x07 }),
  'ef-opl5g': linear('4F08', undefined, 10, 10, { sfi: 0x08 }),
  'ef-supinai': transparent('4F09', undefined, 2, { sfi: 0x09 }),
  'ef-routing-indicator': transparent('4F0A', 4, 2, { sfi: 0x0a, content: 'F0FFFFFF' }),
  'ef-ursp': berTlv('4F0B', 2),
  'ef-tn3gppsnn': transparent('4F0C', 1, 2, { sfi: 0x0c, content: '00' }),
} as const;

/** PE-DF-5GS. */
export const fiveGsFiles = {
  'df-df-5gs': required(directory('5FC0')),
  ...fiveGsEntries,
  'ef-cag': transparent('4F0D', undefined, 2, { sfi: 0x0d }),
  'ef-sor-cmci': transparent('4F0E', undefined, 2, { sfi: 0x0e }),
  'ef-dri': transparent('4F0F', undefined, 2, { sfi: 0x0f }),
  'ef-5gsedrx': transparent('4F10', undefined, 2, { sfi: 0x10 }),
  'ef-5gnswo-conf': transparent('4F11', undefined, 2, { sfi: 0x11 }),
  'ef-mchpplmn': transparent('4F15', undefined, 2, { sfi: 0x15 }),
  'ef-kausf-derivation': transparent('4F16', undefined, 2, { sfi: 0x16 }),
} as const;

/** PE-DF-SAIP. */
export const saipFiles = {
  'df-df-saip': required(directory('5FD0')),
  'ef-suci-calc-info-usim': transparent('4F01', undefined, 3),
} as const;

/** PE-DF-SNPN. */
export const snpnFiles = {
  'df-df-snpn': required(directory('5FE0')),
  'ef-pws-snpn': transparent('4F01', undefined, 10),
} as const;

/** PE-DF-5GPROSE. */
export const fiveGProseFiles = {
  'df-df-5g-prose': required(directory('5FF0')),
  'ef-5g-prose-st': transparent('4F01', undefined, 2, { sfi: 0x01 }),
  'ef-5g-prose-dd': transparent('4F02', undefined, 2, { sfi: 0x02 }),
  'ef-5g-prose-dc': transparent('4F03', undefined, 2, { sfi: 0x03 }),
  'ef-5g-prose-u2nru': transparent('4F04', undefined, 2, { sfi: 0x04 }),
  'ef-5g-prose-ru': transparent('4F05', undefined, 2, { sfi: 0x05 }),
  'ef-5g-prose-uir': transparent('4F06', undefined, 2, { sfi: 0x06 }),
} as const;
