import { applicationDirectory, berTlv, linear, required, transparent } from './file-template.ts';

/** PE-ISIM (TS 31.103). */
export const isimFiles = {
  'adf-isim': required(applicationDirectory),
  'ef-impi': required(transparent('6F02', undefined, 2, { sfi: 0x02 })),
  'ef-impu': required(linear('6F04', 1, undefined, 2, { sfi: 0x04 })),
  'ef-domain': required(transparent('6F03', undefined, 2, { sfi: 0x05 })),
  'ef-ist': required(transparent('6F07', 14, 2, { sfi: 0x07 })),
  'ef-ad': transparent('6FAD', 3, 10, { sfi: 0x03, content: '000000' }),
  'ef-arr': required(linear('6F06', undefined, undefined, 10, { sfi: 0x06 })),
} as const;

/** PE-OPT-ISIM. */
export const optIsimFiles = {
  'ef-pcscf': linear('6F09', 1, undefined, 2),
  'ef-sms': linear('6F3C', 10, 176, 5, { content: '00 FF..' }),
  'ef-smsp': linear('6F42', 1, 38, 5),
  'ef-smss': transparent('6F43', 2, 5),
  'ef-smsr': linear('6F47', 10, 30, 5, { content: '00 FF..' }),
  'ef-gbabp': transparent('6FD5', undefined, 5),
  'ef-gbanl': linear('6FD7', undefined, undefined, 2),
  'ef-nafkca': linear('6FDD', undefined, undefined, 2),
  'ef-uicciari': linear('6FE7', undefined, undefined, 2),
  'ef-frompreferred': transparent('6FF7', 1, 2, { content: '00' }),
  'ef-imsconfigdata': berTlv('6FF8', 2),
  'ef-xcapconfigdata': berTlv('6FFC', 2),
  'ef-webrtcuri': linear('6FFA', undefined, undefined, 2),
  'ef-mudmidconfigdata': berTlv('6FFE', 2),
} as const;
