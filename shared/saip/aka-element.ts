import type { Decoded } from '#shared/asn1/index';
import { choice, context, octets, optional, sequence, sequenceOf } from '#shared/asn1/index';

import { PeHeader, uInt8 } from './pe-header.ts';
import { applicationIdentifier } from './profile-header.ts';

/** AlgoParameter; `algorithmID` 1 is Milenage, 2 TUAK, 3 the test algorithm. `opc` is OPc or TOPc, never OP. */
export const AlgoParameter = sequence('AlgoParameter', {
  algorithmID: context(0, uInt8),
  algorithmOptions: context(1, octets({ exactly: 1 })),
  key: context(2, octets()),
  opc: context(3, octets()),
  rotationConstants: optional(context(4, octets({ exactly: 5 }))),
  xoringConstants: optional(context(5, octets({ exactly: 80 }))),
  authCounterMax: optional(context(6, octets({ exactly: 3 }))),
  numberOfKeccak: optional(context(7, uInt8)),
});
export type AlgoParameter = Decoded<typeof AlgoParameter>;

/** PE-AKAParameter: the keys of the application before it, or whose application's keys it shares. */
export const AkaParameter = sequence('PE-AKAParameter', {
  header: context(0, PeHeader),
  algoConfiguration: context(
    1,
    choice('algoConfiguration', {
      mappingParameter: context(
        0,
        sequence('MappingParameter', {
          mappingOptions: context(0, octets({ exactly: 1 })),
          mappingSource: context(1, applicationIdentifier),
        }),
      ),
      algoParameter: context(1, AlgoParameter),
    }),
  ),
  sqnOptions: optional(context(2, octets({ exactly: 1 }))),
  sqnDelta: optional(context(3, octets({ exactly: 6 }))),
  sqnAgeLimit: optional(context(4, octets({ exactly: 6 }))),
  sqnInit: optional(context(5, sequenceOf(octets({ exactly: 6 }), { min: 32, max: 32 }))),
});
export type AkaParameter = Decoded<typeof AkaParameter>;

/** PE-CDMAParameter. */
export const CdmaParameter = sequence('PE-CDMAParameter', {
  header: context(0, PeHeader),
  authenticationKey: context(1, octets({ exactly: 8 })),
  ssd: optional(context(2, octets({ exactly: 16 }))),
  hrpdAccessAuthenticationData: optional(context(3, octets())),
  simpleIPAuthenticationData: optional(context(4, octets())),
  mobileIPAuthenticationData: optional(context(5, octets())),
});
