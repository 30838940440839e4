import { applicationDirectory, directory, linear, required, transparent } from './file-template.ts';

/** PE-USIM (TS 31.102 §4.2). */
export const usimFiles = {
  'adf-usim': required(applicationDirectory),
  'ef-imsi': required(transparent('6F07', 9, 2, { sfi: 0x07 })),
  'ef-arr': required(linear('6F06', undefined, undefined, 10, { sfi: 0x17 })),
  'ef-keys': transparent('6F08', 33, 5, { sfi: 0x08, content: '07 FF..' }),
  'ef-keysPS': transparent('6F09', 33, 5, { sfi: 0x09, content: '07 FF..' }),
  'ef-hpplmn': transparent('6F31', 1, 2, { sfi: 0x12, content: '0A' }),
  'ef-ust': required(transparent('6F38', 14, 2, { sfi: 0x04 })),
  'ef-fdn': linear('6F3B', 20, 26, 8),
  'ef-sms': linear('6F3C', 10, 176, 5, { content: '00 FF..' }),
  'ef-smsp': linear('6F42', 1, 38, 5),
  'ef-smss': transparent('6F43', 2, 5),
  'ef-spn': required(transparent('6F46', 17, 10)),
  'ef-est': required(transparent('6F56', 1, 8, { sfi: 0x05 })),
  'ef-start-hfn': transparent('6F5B', 6, 5, { sfi: 0x0f, content: 'F00000F00000' }),
  'ef-threshold': transparent('6F5C', 3, 2, { sfi: 0x10 }),
  'ef-psloci': transparent('6F73', 14, 5, { sfi: 0x0c, content: 'FFFFFFFFFFFFFFFFFFFF0000FF01' }),
  'ef-acc': required(transparent('6F78', 2, 2, { sfi: 0x06 })),
  'ef-fplmn': transparent('6F7B', 12, 5, { sfi: 0x0d }),
  'ef-loci': transparent('6F7E', 11, 5, { sfi: 0x0b, content: 'FFFFFFFFFFFFFF0000FF01' }),
  'ef-ad': transparent('6FAD', 4, 10, { sfi: 0x03, content: '00000002' }),
  'ef-ecc': required(linear('6FB7', undefined, 4, 10, { sfi: 0x01 })),
  'ef-netpar': transparent('6FC4', 128, 5),
  'ef-epsloci': transparent('6FE3', 18, 5, { sfi: 0x1e, content: 'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFF000001' }),
  'ef-epsnsc': linear('6FE4', 1, 80, 5, { sfi: 0x18 }),
} as const;

/** PE-GSM-ACCESS (TS 31.102 §4.4.3). */
export const gsmAccessFiles = {
  'df-gsm-access': required(directory('5F3B')),
  'ef-kc': transparent('4F20', 9, 5, { sfi: 0x01, content: 'FF.. 07' }),
  'ef-kcgprs': transparent('4F52', 9, 5, { sfi: 0x02, content: 'FF.. 07' }),
  'ef-cpbcch': transparent('4F63', 10, 5),
  'ef-invscan': transparent('4F64', 1, 2, { content: '00' }),
} as const;

/** PE-EAP; the profile chooses the directory's FID. */
export const eapFiles = {
  'df-eap': required(directory()),
  'ef-eapkeys': transparent('4F01', undefined, 2),
  'ef-eapstatus': required(transparent('4F02', 1, 2, { content: '00' })),
  'ef-puid': transparent('4F03', undefined, 2),
  'ef-ps': transparent('4F04', undefined, 5),
  'ef-curid': transparent('4F20', undefined, 5),
  'ef-reid': transparent('4F21', undefined, 5),
  'ef-realm': transparent('4F22', undefined, 5),
} as const;
