import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, toUtf8 } from '#shared/bytes/bytes';
import { tlv } from '#shared/asn1/index';
import { iccidToBytes, parseIccid } from '#shared/identifiers/iccid';

import type { ProfileElement } from '../profile-elements.ts';
import { pinToBytes } from '../subscriber-encodings.ts';
import { mfFiles } from '../templates/mf-files.ts';
import type { ProfileValues } from './profile-values.ts';
import { directoryOf, fileOf, mfRules, recordFile, ruleFile } from './recipe.ts';

/** AID of the USIM, that of the published test profiles. */
export const usimAid = 'A0000000871002FF49FF0589';

/** The MF with its language, ICCID, list of applications and access rules. */
export function mfElement(values: ProfileValues, identification: number): ProfileElement {
  return {
    mf: {
      header: { mandated: null, identification },
      templateID: '2.23.143.1.2.1',
      mf: directoryOf({}, '010A'),
      'ef-pl': fileOf(mfFiles['ef-pl'], mfRules, { content: toUtf8('en') }),
      'ef-iccid': fileOf(mfFiles['ef-iccid'], mfRules, { content: iccidToBytes(parseIccid(values.iccid)) }),
      'ef-dir': recordFile(mfFiles['ef-dir'], mfRules, [applicationEntry(usimAid, 'USIM')]),
      'ef-arr': ruleFile(mfFiles['ef-arr'], mfRules),
      'ef-umpc': fileOf(mfFiles['ef-umpc'], mfRules, { content: fromHex('3C3C000000') }),
    },
  };
}

/** EF.DIR record (TS 102 221 §13.1): 61 { 4F AID, 50 label }. */
function applicationEntry(aid: string, label: string): Bytes {
  return tlv(0x61, tlv(0x4f, fromHex(aid)), tlv(0x50, toUtf8(label)));
}

/** PUKs of PIN1 (reference 1) and PIN2 (129). */
export function pukElement(values: ProfileValues, identification: number): ProfileElement {
  return {
    pukCodes: {
      header: { mandated: null, identification },
      pukCodes: [
        { keyReference: 1, pukValue: pinToBytes(values.puk1 ?? '11111111') },
        { keyReference: 129, pukValue: pinToBytes(values.puk2 ?? '22222222') },
      ],
    },
  };
}

/** PIN1 and ADM1 (reference 10), which hold for the whole card. */
export function globalPinElement(values: ProfileValues, identification: number): ProfileElement {
  return {
    pinCodes: {
      header: { mandated: null, identification },
      pinCodes: {
        pinconfig: [
          {
            keyReference: 1,
            pinValue: pinToBytes(values.pin1 ?? '0000'),
            unblockingPINReference: 1,
            pinAttributes: values.pin1Enabled === true ? 7 : 6,
          },
          {
            keyReference: 10,
            pinValue: pinToBytes(values.adm1 ?? '55555555'),
            pinAttributes: 3,
            'maxNumOfAttemps-retryNumLeft': 0xaa,
          },
        ],
      },
    },
  };
}

/** PIN2 (129), which holds for the USIM. */
export function localPinElement(values: ProfileValues, identification: number): ProfileElement {
  return {
    pinCodes: {
      header: { mandated: null, identification },
      pinCodes: {
        pinconfig: [
          {
            keyReference: 129,
            pinValue: pinToBytes(values.pin2 ?? '9999'),
            unblockingPINReference: 129,
            pinAttributes: 3,
          },
        ],
      },
    },
  };
}
