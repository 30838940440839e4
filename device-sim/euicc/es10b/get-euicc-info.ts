import { context, sequence, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';
import { EuiccInfo1, EuiccInfo2 } from '#shared/rsp/euicc-info';

import type { Card } from '../card.ts';
import { isdrFunction } from '../isdr/isdr-function.ts';
import { profileVersion } from '../profiles/services.ts';

const GetEuiccInfo1Request = context(32, sequence('GetEuiccInfo1Request', {}));
const GetEuiccInfo2Request = context(34, sequence('GetEuiccInfo2Request', {}));

/** Free volatile octets, after a real card. */
const freeVolatileOctets = 5_856;

/** ES10b.GetEUICCInfo with `BF20` (SGP.22 §5.7.8). */
export const getEuiccInfo1 = isdrFunction({
  name: 'GetEUICCInfo1',
  request: GetEuiccInfo1Request,
  response: EuiccInfo1,
  run: (card) => ({ svn: card.description.svn, ...ciKeyIds(card) }),
});

/** ES10b.GetEUICCInfo with `BF22` (SGP.22 §5.7.8). */
export const getEuiccInfo2 = isdrFunction({
  name: 'GetEUICCInfo2',
  request: GetEuiccInfo2Request,
  response: EuiccInfo2,
  run: euiccInfo2Of,
});

/** EUICCInfo2 at this moment; AuthenticateServer signs it too. */
export function euiccInfo2Of(card: Card): EuiccInfo2 {
  const { svn, uiccCapability, rspCapability, forbiddenProfilePolicyRules } = card.description;
  return {
    profileVersion: Uint8Array.of(profileVersion.major, profileVersion.minor, profileVersion.revision),
    svn,
    euiccFirmwareVer: Uint8Array.of(1, 0, 0),
    extCardResource: extCardResource(card),
    uiccCapability,
    ts102241Version: Uint8Array.of(9, 2, 0),
    globalplatformVersion: Uint8Array.of(2, 3, 0),
    rspCapability,
    ...ciKeyIds(card),
    ...(forbiddenProfilePolicyRules.length === 0 ? {} : { forbiddenProfilePolicyRules }),
    ppVersion: Uint8Array.of(0, 0, 1),
    sasAcreditationNumber: 'TEST-NOT-ACCREDITED',
  };
}

function ciKeyIds(
  card: Card,
): Pick<EuiccInfo1, 'euiccCiPKIdListForVerification' | 'euiccCiPKIdListForSigning'> {
  return {
    euiccCiPKIdListForVerification: card.trustedCis.issuers.map(({ id }) => id),
    euiccCiPKIdListForSigning: card.identities.map(({ ci }) => ci.id),
  };
}

/** TS 102 226 §8.2.1.7.2: installed applications, free non-volatile and free volatile octets. */
function extCardResource(card: Card): Bytes {
  const parts = [
    tlv(0x81, Uint8Array.of(0)),
    tlv(0x82, fourOctets(card.freeMemory)),
    tlv(0x83, fourOctets(freeVolatileOctets)),
  ];
  return concat(...parts);
}

function fourOctets(count: number): Bytes {
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setUint32(0, count);
  return octets;
}
