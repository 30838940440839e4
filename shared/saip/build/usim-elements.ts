import { toSwappedBcd } from '#shared/bytes/bcd';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex } from '#shared/bytes/bytes';
import type { Plmn } from '#shared/identifiers/plmn';
import { mncOf, plmnToBytes } from '#shared/identifiers/plmn';

import type { ProfileElement } from '../profile-elements.ts';
import { spnToFile } from '../service-provider-name.ts';
import {
  accessClassOf,
  allAccessTechnologies,
  emergencyRecord,
  imsiToFile,
  serviceTable,
} from '../subscriber-encodings.ts';
import { fiveGsFiles } from '../templates/five-g-files.ts';
import { optUsimFiles } from '../templates/opt-usim-files.ts';
import { usimFiles } from '../templates/usim-files.ts';
import { usimAid } from './mf-element.ts';
import type { ProfileValues } from './profile-values.ts';
import type { Extra } from './recipe.ts';
import { directoryOf, fileOf, recordFile, ruleFile, usimRules } from './recipe.ts';

const keyReferences = '81010A';

/** The USIM with everything a modem reads before it attaches. */
export function usimElement(values: ProfileValues, identification: number): ProfileElement {
  const file = (name: keyof typeof usimFiles, extra: Extra = {}) => fileOf(usimFiles[name], usimRules, extra);
  const home = plmnToBytes(values.plmn);
  return {
    usim: {
      header: { mandated: null, identification },
      templateID: '2.23.143.1.2.4',
      'adf-usim': directoryOf({ fid: '7FD0', dfName: usimAid }, keyReferences),
      'ef-imsi': file('ef-imsi', { content: imsiToFile(values.imsi) }),
      'ef-arr': ruleFile(usimFiles['ef-arr'], usimRules),
      'ef-keys': file('ef-keys'),
      'ef-keysPS': file('ef-keysPS'),
      'ef-hpplmn': file('ef-hpplmn'),
      'ef-ust': file('ef-ust', { content: serviceTable(servicesOf(values), 17), size: 17 }),
      'ef-fdn': [{ doNotCreate: null }],
      'ef-sms': file('ef-sms'),
      'ef-smsp': file('ef-smsp', { content: smsParameters(values.smsp) }),
      'ef-smss': file('ef-smss'),
      'ef-spn': file('ef-spn', { content: spnToFile(values.serviceProviderName) }),
      'ef-est': file('ef-est', { content: new Uint8Array([0]) }),
      'ef-start-hfn': file('ef-start-hfn'),
      'ef-threshold': file('ef-threshold'),
      'ef-psloci': file('ef-psloci', { content: concat(filled(7, 0xff), home, fromHex('FFFE FF 01')) }),
      'ef-acc': file('ef-acc', { content: accessClassOf(values.imsi) }),
      'ef-fplmn': file('ef-fplmn'),
      'ef-loci': file('ef-loci', { content: concat(filled(4, 0xff), home, fromHex('FFFE FF 01')) }),
      'ef-ad': file('ef-ad', { content: administrativeData(values) }),
      'ef-ecc': recordFile(usimFiles['ef-ecc'], usimRules, [
        emergencyRecord('112', 'Emergency', 14),
        emergencyRecord('911', 'Emergency', 14),
      ]),
      'ef-netpar': file('ef-netpar'),
      'ef-epsloci': file('ef-epsloci', { content: concat(filled(12, 0xff), home, fromHex('FFFE 01')) }),
      'ef-epsnsc': file('ef-epsnsc'),
    },
  };
}

/** Group identifiers and the lists of networks: the user's, the operator's, the home network. */
export function optUsimElement(values: ProfileValues, identification: number): ProfileElement {
  const file = (name: keyof typeof optUsimFiles, extra: Extra = {}) =>
    fileOf(optUsimFiles[name], usimRules, extra);
  const { gid1, gid2, partners = [] } = values;
  return {
    'opt-usim': {
      header: { mandated: null, identification },
      templateID: '2.23.143.1.2.5',
      ...(gid1 === undefined ? {} : { 'ef-gid1': file('ef-gid1', { content: gid1, size: gid1.length }) }),
      ...(gid2 === undefined ? {} : { 'ef-gid2': file('ef-gid2', { content: gid2, size: gid2.length }) }),
      'ef-plmnwact': file('ef-plmnwact'),
      'ef-oplmnwact': file(
        'ef-oplmnwact',
        partners.length === 0 ? {} : { content: withTechnologies(partners) },
      ),
      'ef-hplmnwact': file('ef-hplmnwact', {
        content: withTechnologies([values.plmn]),
      }),
    },
  };
}

/** Networks with all access technologies (TS 31.102 §4.2.5); what is left of a file stays as its template has it. */
const withTechnologies = (plmns: readonly Plmn[]): Bytes =>
  concat(...plmns.flatMap((plmn) => [plmnToBytes(plmn), allAccessTechnologies]));

/** DF.5GS: location, security contexts and keys, all empty. */
export function fiveGsElement(identification: number): ProfileElement {
  const file = (name: keyof typeof fiveGsFiles) => fileOf(fiveGsFiles[name], usimRules);
  return {
    'df-5gs': {
      header: { identification },
      templateID: '2.23.143.1.2.13',
      'df-df-5gs': directoryOf({ fid: '5FC0' }, keyReferences, usimRules),
      'ef-5gs3gpploci': file('ef-5gs3gpploci'),
      'ef-5gsn3gpploci': file('ef-5gsn3gpploci'),
      'ef-5gs3gppnsc': file('ef-5gs3gppnsc'),
      'ef-5gsn3gppnsc': file('ef-5gsn3gppnsc'),
      'ef-5gauthkeys': file('ef-5gauthkeys'),
    },
  };
}

/** SMS and its parameters, GIDs, SPN, the lists of networks, EPS, 5GS and its keys (TS 31.102 §4.2.8). */
function servicesOf({ gid1, gid2 }: ProfileValues): readonly number[] {
  const groups = [...(gid1 === undefined ? [] : [17]), ...(gid2 === undefined ? [] : [18])];
  return [10, 12, ...groups, 19, 20, 42, 43, 85, 122, 123];
}

/** EF.AD (TS 31.102 §4.2.18): 80 is type approval; the last octet is the length of the network code. */
function administrativeData({ plmn, testProfile }: ProfileValues): Bytes {
  return new Uint8Array([testProfile === true ? 0x80 : 0x00, 0, 0, mncOf(plmn).length]);
}

/** EF.SMSP (TS 31.102 §4.2.27), 10 octets of name: service centre, protocol, coding and a day of validity are present. */
function smsParameters(serviceCentre: string | undefined): Bytes {
  if (serviceCentre === undefined) return filled(38, 0xff);
  const digits = toSwappedBcd(serviceCentre.replace('+', ''));
  const type = serviceCentre.startsWith('+') ? 0x91 : 0x81;
  const address = concat(new Uint8Array([digits.length + 1, type]), digits);
  return concat(
    filled(10, 0xff),
    fromHex('E1'),
    filled(12, 0xff),
    address,
    filled(12 - address.length, 0xff),
    fromHex('00 00 A7'),
  );
}
