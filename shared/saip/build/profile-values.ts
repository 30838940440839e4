import type { Bytes } from '#shared/bytes/bytes';
import { parseIccid } from '#shared/identifiers/iccid';
import type { Plmn } from '#shared/identifiers/plmn';
import { mccOf, mncOf } from '#shared/identifiers/plmn';

import { naaKeyIsForTests } from '../naa-key.ts';
import type { ServiceName } from '../profile-header.ts';

/** Authentication algorithms, as the subscribers' list names them. */
export const algorithmIds = { milenage: 1, tuak: 2, xor: 3 } as const;
export type AlgorithmName = keyof typeof algorithmIds;

/** Entries of EF.OPLMNwAcT as the template has it. */
const mostPartners = 8;

/** What a profile package is built from. */
export interface ProfileValues {
  /** 18 to 20 digits. */
  readonly iccid: string;
  /** 6 to 15 digits that begin with the PLMN's. */
  readonly imsi: string;
  /** 16 octets; TUAK: 16 or 32. */
  readonly k: Bytes;
  /** OPc, 16 octets; TUAK: TOPc, 32 octets; the test algorithm ignores it. */
  readonly opc: Bytes;
  readonly algorithm: AlgorithmName;
  /** 16 characters of it fit into EF.SPN, 7 outside ASCII. */
  readonly serviceProviderName: string;
  /** Profile type in the header, up to 100 characters. */
  readonly profileName?: string;
  /** The home network; says how long its network code is. */
  readonly plmn: Plmn;
  /** Visited networks that the operator prefers, at most 8: EF.OPLMNwAcT. */
  readonly partners?: readonly Plmn[];
  /** Number of the SMS service centre, 3 to 20 digits, `+` before international ones. */
  readonly smsp?: string;
  readonly gid1?: Bytes;
  readonly gid2?: Bytes;
  /** 4 to 8 digits; `0000`, and not asked for at start unless `pin1Enabled`. */
  readonly pin1?: string;
  readonly pin1Enabled?: boolean;
  readonly pin2?: string;
  /** 8 digits. */
  readonly puk1?: string;
  readonly puk2?: string;
  readonly adm1?: string;
  /** EF.AD says type approval, and the keys must be those of test profiles. */
  readonly testProfile?: boolean;
  /** Adds a security domain with published test keys. */
  readonly securityDomain?: boolean;
  /** Octets of filling in files of their own, to make packages of a wanted size; up to 500 000. */
  readonly fill?: number;
}

/** @throws TypeError naming the first value that does not fit. Keys are never part of the message. */
export function checkValues(values: ProfileValues): void {
  parseIccid(values.iccid);
  const network = mccOf(values.plmn) + mncOf(values.plmn);
  if (!values.imsi.startsWith(network))
    throw new TypeError(`the IMSI ${values.imsi} does not begin with the network ${values.plmn}`);
  checkKeys(values);
  if (values.serviceProviderName === '') throw new TypeError('the service provider name is empty');
  if (values.smsp !== undefined && !/^\+?\d{3,20}$/.test(values.smsp))
    throw new TypeError(`not a number of a service centre: "${values.smsp}"`);
  for (const puk of [values.puk1, values.puk2]) {
    if (puk !== undefined && !/^\d{8}$/.test(puk)) throw new TypeError('a PUK has 8 digits');
  }
  if ((values.partners?.length ?? 0) > mostPartners)
    throw new TypeError(
      `EF.OPLMNwAcT has room for ${mostPartners} networks, not ${values.partners?.length ?? 0}`,
    );
  const fill = values.fill ?? 0;
  if (!Number.isInteger(fill) || fill < 0 || fill > 500_000)
    throw new TypeError(`fill is a number of octets up to 500000, not ${fill}`);
}

/** The service that a header lists for an algorithm. */
export function algorithmService({ algorithm, k }: Pick<ProfileValues, 'algorithm' | 'k'>): ServiceName {
  if (algorithm === 'xor') return 'usim-test-algorithm';
  if (algorithm === 'milenage') return 'milenage';
  return k.length === 32 ? 'tuak256' : 'tuak128';
}

/** @throws TypeError when a key is not of its algorithm's length. */
export function checkKeys({
  algorithm,
  k,
  opc,
  testProfile,
}: Pick<ProfileValues, 'algorithm' | 'k' | 'opc' | 'testProfile'>): void {
  const keyFits = k.length === 16 || (algorithm === 'tuak' && k.length === 32);
  if (!keyFits) throw new TypeError(`K has ${k.length} octets, which ${algorithm} does not use`);
  const wanted = algorithm === 'tuak' ? 32 : 16;
  if (opc.length !== wanted) throw new TypeError(`OPc has ${opc.length} octets instead of ${wanted}`);
  if (testProfile === true && !naaKeyIsForTests(algorithmIds[algorithm], k))
    throw new TypeError('a test profile holds the test algorithm or the published test key');
}
