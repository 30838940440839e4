import type { RequiredFile } from './file-template.ts';
import { applicationDirectory, cyclic, linear, required, transparent } from './file-template.ts';

const octetsOf = (fid: string, size?: number): RequiredFile => required(transparent(fid, size, undefined));

/**
 * PE-CSIM (3GPP2 C.S0065). The template's access rules and SFIs are not public: profiles that state none have none here.
 * Sizes are those of C.S0065 where it fixes them.
 */
export const csimFiles = {
  'adf-csim': required(applicationDirectory),
  'ef-arr': required(linear('6F06', undefined, undefined, undefined)),
  'ef-call-count': required(cyclic('6F21', 1, 2, undefined)),
  'ef-imsi-m': octetsOf('6F22', 10),
  'ef-imsi-t': octetsOf('6F23', 10),
  'ef-tmsi': octetsOf('6F24', 16),
  'ef-ah': octetsOf('6F25', 2),
  'ef-aop': octetsOf('6F26', 1),
  'ef-aloc': octetsOf('6F27', 7),
  'ef-cdmahome': required(linear('6F28', undefined, 5, undefined)),
  'ef-znregi': required(linear('6F29', undefined, 8, undefined)),
  'ef-snregi': octetsOf('6F2A', 7),
  'ef-distregi': octetsOf('6F2B', 8),
  'ef-accolc': octetsOf('6F2C', 1),
  'ef-term': octetsOf('6F2D', 1),
  'ef-acp': octetsOf('6F2F', 7),
  'ef-prl': octetsOf('6F30'),
  'ef-ruimid': octetsOf('6F31', 8),
  'ef-csim-st': octetsOf('6F32'),
  'ef-spc': octetsOf('6F33', 3),
  'ef-otapaspc': octetsOf('6F34', 1),
  'ef-namlock': octetsOf('6F35', 1),
  'ef-ota': octetsOf('6F36', 17),
  'ef-sp': octetsOf('6F37', 1),
  'ef-esn-meid-me': octetsOf('6F38', 8),
  'ef-li': octetsOf('6F3A'),
  'ef-usgind': octetsOf('6F42', 1),
  'ef-ad': octetsOf('6F43', 3),
  'ef-max-prl': octetsOf('6F45', 4),
  'ef-spcs': octetsOf('6F46', 1),
  'ef-mecrp': octetsOf('6F55', 3),
  'ef-home-tag': octetsOf('6F70'),
  'ef-group-tag': octetsOf('6F71'),
  'ef-specific-tag': octetsOf('6F72'),
  'ef-call-prompt': octetsOf('6F73'),
} as const;
