import type { Bytes } from '#shared/bytes/bytes';
import { iccidToBytes, iccidToHeaderBytes, parseIccid } from '#shared/identifiers/iccid';
import type { Iccid } from '#shared/identifiers/iccid';

import type { File } from '../fcp.ts';
import type { ProfileElement } from '../profile-elements.ts';
import { spnToFile } from '../service-provider-name.ts';
import { accessClassOf, imsiToFile } from '../subscriber-encodings.ts';
import type { ProfileValues } from './profile-values.ts';
import { algorithmIds, algorithmService, checkKeys } from './profile-values.ts';

/** The values of one subscriber that a template package takes. */
export type SubscriberValues = Pick<ProfileValues, 'iccid' | 'imsi' | 'k' | 'opc' | 'algorithm'> &
  Partial<Pick<ProfileValues, 'serviceProviderName'>>;

/**
 * A package made from another one as template: its ICCID (header and EF.ICCID), the IMSI and access class of its USIMs, every key, and
 * EF.SPN when a name is given. All else stays, identities of an ISIM and the length of the network code included.
 * @throws TypeError naming the value that does not fit; never a key.
 */
export function personalizeProfile(
  template: readonly ProfileElement[],
  values: SubscriberValues,
): readonly ProfileElement[] {
  const iccid = parseIccid(values.iccid);
  checkKeys(values);
  return template.map((element) => {
    if (element.header !== undefined) return withHeader(element.header, iccid, values);
    if (element.mf !== undefined)
      return { mf: { ...element.mf, 'ef-iccid': withContent(element.mf['ef-iccid'], iccidToBytes(iccid)) } };
    if (element.usim !== undefined) return withSubscriber(element.usim, values);
    return element.akaParameter === undefined ? element : withKeys(element.akaParameter, values);
  });
}

type Element<K extends keyof ProfileElement> = NonNullable<ProfileElement[K]>;

function withHeader(header: Element<'header'>, iccid: Iccid, values: SubscriberValues): ProfileElement {
  const services = { ...header['eUICC-Mandatory-services'], [algorithmService(values)]: null };
  return {
    header: { ...header, iccid: iccidToHeaderBytes(iccid), 'eUICC-Mandatory-services': services },
  };
}

function withSubscriber(usim: Element<'usim'>, values: SubscriberValues): ProfileElement {
  const name = values.serviceProviderName;
  return {
    usim: {
      ...usim,
      'ef-imsi': withContent(usim['ef-imsi'], imsiToFile(values.imsi)),
      'ef-acc': withContent(usim['ef-acc'], accessClassOf(values.imsi)),
      ...(name === undefined ? {} : { 'ef-spn': withContent(usim['ef-spn'], spnToFile(name)) }),
    },
  };
}

function withKeys(parameter: Element<'akaParameter'>, values: SubscriberValues): ProfileElement {
  const algorithm = parameter.algoConfiguration.algoParameter;
  if (algorithm === undefined) return { akaParameter: parameter };
  const { k: key, opc } = values;
  const algoParameter = { ...algorithm, algorithmID: algorithmIds[values.algorithm], key, opc };
  return { akaParameter: { ...parameter, algoConfiguration: { algoParameter } } };
}

function withContent(file: File, content: Bytes): File {
  return [...file.filter((step) => step.fileDescriptor !== undefined), { fillFileContent: content }];
}
