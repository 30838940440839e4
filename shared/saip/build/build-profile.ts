import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';
import { iccidToHeaderBytes, parseIccid } from '#shared/identifiers/iccid';

import type { ProfileElement } from '../profile-elements.ts';
import { encodeProfile } from '../profile-package.ts';
import { fillElement, securityDomainElement } from './extra-elements.ts';
import { globalPinElement, localPinElement, mfElement, pukElement } from './mf-element.ts';
import type { ProfileValues } from './profile-values.ts';
import { algorithmIds, algorithmService, checkValues } from './profile-values.ts';
import { fiveGsElement, optUsimElement, usimElement } from './usim-elements.ts';

/** The elements of {@link buildProfile}. @throws TypeError naming the value that does not fit. */
export function buildElements(values: ProfileValues): readonly ProfileElement[] {
  checkValues(values);
  const made = [
    mfElement,
    pukElement,
    globalPinElement,
    usimElement,
    optUsimElement,
    localPinElement,
    akaElement,
    (_: ProfileValues, identification: number) => fiveGsElement(identification),
    ...((values.fill ?? 0) > 0
      ? [({ fill = 0 }: ProfileValues, identification: number) => fillElement(fill, identification)]
      : []),
    ...(values.securityDomain === true
      ? [(_: ProfileValues, identification: number) => securityDomainElement(identification)]
      : []),
    (_: ProfileValues, identification: number): ProfileElement => ({ end: { header: { identification } } }),
  ].map((make, at) => make(values, at + 1));
  return [headerElement(values), ...made];
}

/**
 * A whole profile package of our own: MF, PUKs, PINs, USIM with what a modem reads, its keys, DF.5GS, and what the values ask for besides.
 * @throws TypeError naming the value that does not fit; never a key.
 */
export const buildProfile = (values: ProfileValues): Bytes => encodeProfile(buildElements(values));

function headerElement(values: ProfileValues): ProfileElement {
  return {
    header: {
      'major-version': 2,
      'minor-version': 3,
      ...(values.profileName === undefined ? {} : { profileType: values.profileName }),
      iccid: iccidToHeaderBytes(parseIccid(values.iccid)),
      'eUICC-Mandatory-services': { usim: null, [algorithmService(values)]: null },
      'eUICC-Mandatory-GFSTEList': [1, 4, 5, 13].map((template) => `2.23.143.1.2.${template}`),
    },
  };
}

function akaElement(values: ProfileValues, identification: number): ProfileElement {
  return {
    akaParameter: {
      header: { mandated: null, identification },
      algoConfiguration: {
        algoParameter: {
          algorithmID: algorithmIds[values.algorithm],
          algorithmOptions: fromHex('02'),
          key: values.k,
          opc: values.opc,
        },
      },
    },
  };
}
