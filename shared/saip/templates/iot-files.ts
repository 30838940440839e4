import { fiveGsEntries, fiveGsFiles, saipFiles } from './five-g-files.ts';
import { required } from './file-template.ts';
import type { FileTemplate, OptionalFile } from './file-template.ts';
import { mfFiles } from './mf-files.ts';
import { optUsimFiles } from './opt-usim-files.ts';
import { usimFiles } from './usim-files.ts';

const optional = (file: FileTemplate): OptionalFile => ({ ...file, required: false });

/** PE-IoT: MF and USIM in one element. */
export const iotFiles = {
  mf: optional(mfFiles.mf),
  'ef-pl': mfFiles['ef-pl'],
  'ef-iccid': optional(mfFiles['ef-iccid']),
  'ef-dir': optional(mfFiles['ef-dir']),
  'ef-arr': optional(mfFiles['ef-arr']),
  'ef-umpc': mfFiles['ef-umpc'],
  'adf-usim': optional(usimFiles['adf-usim']),
  'ef-imsi': required(usimFiles['ef-imsi']),
  'ef-arr-usim': optional(usimFiles['ef-arr']),
  'ef-keys': usimFiles['ef-keys'],
  'ef-keysPS': usimFiles['ef-keysPS'],
  'ef-hpplmn': usimFiles['ef-hpplmn'],
  'ef-ust': optional(usimFiles['ef-ust']),
  'ef-start-hfn': usimFiles['ef-start-hfn'],
  'ef-threshold': usimFiles['ef-threshold'],
  'ef-psloci': usimFiles['ef-psloci'],
  'ef-acc': required(usimFiles['ef-acc']),
  'ef-fplmn': usimFiles['ef-fplmn'],
  'ef-loci': usimFiles['ef-loci'],
  'ef-ad': usimFiles['ef-ad'],
  'ef-ecc': optional(usimFiles['ef-ecc']),
  'ef-netpar': usimFiles['ef-netpar'],
} as const;

/** PE-OPT-IoT. */
export const optIotFiles = {
  'ef-fdn': usimFiles['ef-fdn'],
  'ef-sms': usimFiles['ef-sms'],
  'ef-smsp': usimFiles['ef-smsp'],
  'ef-smss': usimFiles['ef-smss'],
  'ef-spn': optional(usimFiles['ef-spn']),
  'ef-est': optional(usimFiles['ef-est']),
  'ef-oplmnwact': optUsimFiles['ef-oplmnwact'],
  'ef-hplmnwact': optUsimFiles['ef-hplmnwact'],
  'ef-ehplmn': optUsimFiles['ef-ehplmn'],
  'ef-epsloci': usimFiles['ef-epsloci'],
  'ef-epsnsc': usimFiles['ef-epsnsc'],
  'df-df-5gs': optional(fiveGsFiles['df-df-5gs']),
  'ef-5gs3gpploci': fiveGsEntries['ef-5gs3gpploci'],
  'ef-5gsn3gpploci': fiveGsEntries['ef-5gsn3gpploci'],
  'ef-5gs3gppnsc': fiveGsEntries['ef-5gs3gppnsc'],
  'ef-5gsn3gppnsc': fiveGsEntries['ef-5gsn3gppnsc'],
  'ef-5gauthkeys': fiveGsEntries['ef-5gauthkeys'],
  'ef-uac-aic': fiveGsEntries['ef-uac-aic'],
  'ef-suci-calc-info': fiveGsEntries['ef-suci-calc-info'],
  'ef-opl5g': fiveGsEntries['ef-opl5g'],
  'ef-supi-nai': fiveGsEntries['ef-supinai'],
  'ef-routing-indicator': fiveGsEntries['ef-routing-indicator'],
  'ef-ursp': fiveGsEntries['ef-ursp'],
  'ef-tn3gppsnn': fiveGsEntries['ef-tn3gppsnn'],
  'df-df-saip': optional(saipFiles['df-df-saip']),
  'ef-suci-calc-info-usim': saipFiles['ef-suci-calc-info-usim'],
} as const;
