import type { Eid } from '#shared/identifiers/eid';
import { eidToBytes } from '#shared/identifiers/eid';
import type { CertificateIssuer } from '#shared/pki/certificate-issuer';
import type { EuiccIdentity } from '#shared/pki/identities';
import type { PprIds } from '#shared/rsp/common';
import type { ProfilePolicyAuthorisationRule } from '#shared/rsp/euicc-configuration';
import type { RspCapability, UiccCapability } from '#shared/rsp/euicc-info';
import { fromHex } from '#shared/bytes/bytes';

import type { StoredDescription } from './store/card-state.ts';
import type { CardStore } from './store/card-store.ts';

/** What a card is made of. */
export interface CardDescription {
  readonly eid: Eid;
  /** `2.2.0` and the like; 2.5.0 unless given. */
  readonly svn?: string;
  /** One for each CI, highest priority first. */
  readonly identities: readonly EuiccIdentity[];
  /** CIs whose servers the card believes; those of the identities unless given. */
  readonly trustedCis?: readonly CertificateIssuer[];
  /** Octets for profiles; 512 KiB unless given. */
  readonly memory?: number;
  readonly uiccCapability?: UiccCapability;
  readonly rspCapability?: RspCapability;
  /** Rules Authorisation Table; allows PPR1 and PPR2 to every operator, with consent, unless given. */
  readonly rat?: readonly ProfilePolicyAuthorisationRule[];
  readonly forbiddenProfilePolicyRules?: PprIds;
  readonly defaultDpAddress?: string;
  readonly rootDsAddress?: string;
  /** Refuses segments of more than 1020 octets (SGP.22 §2.5.3); the field sends up to 1036. */
  readonly strictSegments?: boolean;
  /** Answers 6985 to who asks for the state of Profiles while a REFRESH is awaited; LPAs like to list right after enabling. */
  readonly noStateBeforeRefresh?: boolean;
  /** Notifications that are kept for delivery, from 1; the oldest make room. All are kept unless given. */
  readonly mostNotifications?: number;
}

/** What profile packages may need: the interpreter of shared/saip takes files and keys of these. */
export const ourUiccCapability: UiccCapability = [
  'usimSupport',
  'isimSupport',
  'csimSupport',
  'akaMilenage',
  'akaTuak128',
  'akaTuak256',
  'berTlvFileSupport',
  'getIdentity',
  'profile-a-x25519',
  'profile-b-p256',
];

/** es10.md §3: additionalProfile, testProfileSupport, deviceInfoExtensibilitySupport. */
export const ourRspCapability: RspCapability = [
  'additionalProfile',
  'testProfileSupport',
  'deviceInfoExtensibilitySupport',
];

const anyOperator = { mccMnc: fromHex('EEEEEE'), gid1: new Uint8Array(), gid2: new Uint8Array() };

/** PPR1 and PPR2 for any operator, with the end user's consent (SGP.22 §2.9.2.1). */
export const openRat: readonly ProfilePolicyAuthorisationRule[] = [
  { pprIds: ['ppr1', 'ppr2'], allowedOperators: [anyOperator], pprFlags: ['consentRequired'] },
];

/**
 * Makes a card in an empty store.
 * @throws Error when there is one already; TypeError when the description is not that of a card.
 */
export async function createCard(store: CardStore, card: CardDescription): Promise<void> {
  if ((await store.read()) !== undefined) throw new Error('there is a card in this store already');
  await store.commit({ description: stored(card) });
}

function stored(card: CardDescription): StoredDescription {
  const { identities, defaultDpAddress, mostNotifications } = card;
  const trustedCis = card.trustedCis ?? identities.map(({ ci }) => ci);
  if (mostNotifications !== undefined && !(mostNotifications >= 1))
    throw new TypeError('a card keeps at least one notification');
  if (identities.length === 0) throw new TypeError('a card has a certificate under at least one CI');
  return {
    eid: eidToBytes(card.eid),
    svn: versionOf(card.svn ?? '2.5.0'),
    identities: identities.map(({ ci, eum, euicc, key }) => ({
      ci: ci.certificate.der,
      eum: eum.der,
      euicc: euicc.der,
      scalar: key.scalar,
    })),
    trustedCis: trustedCis.map(({ certificate }) => certificate.der),
    memory: card.memory ?? 512 * 1024,
    uiccCapability: card.uiccCapability ?? ourUiccCapability,
    rspCapability: card.rspCapability ?? ourRspCapability,
    rat: card.rat ?? openRat,
    forbiddenProfilePolicyRules: card.forbiddenProfilePolicyRules ?? [],
    rootDsAddress: card.rootDsAddress ?? 'lpa.ds.gsma.com',
    strictness: [
      ...(card.strictSegments === true ? (['segmentsOf1020'] as const) : []),
      ...(card.noStateBeforeRefresh === true ? (['noStateBeforeRefresh'] as const) : []),
    ],
    ...(mostNotifications === undefined ? {} : { mostNotifications }),
    ...(defaultDpAddress === undefined ? {} : { factoryDpAddress: defaultDpAddress }),
  };
}

/** Three octets of a version text. */
function versionOf(text: string): Uint8Array {
  const numbers = text.split('.').map(Number);
  if (
    numbers.length !== 3 ||
    !numbers.every((number) => Number.isInteger(number) && number >= 0 && number < 256)
  ) {
    throw new TypeError(`not a version such as 2.5.0: "${text}"`);
  }
  return Uint8Array.from(numbers);
}
