import type { CardStore } from '#device-sim/euicc/index';
import { createCard } from '#device-sim/euicc/index';
import { toHex } from '#shared/bytes/bytes';
import type { Eid } from '#shared/identifiers/eid';
import { makeEid, parseEid } from '#shared/identifiers/eid';
import type { CertificateIssuer, CiSet } from '#shared/pki/certificate-issuers';
import { euiccIdentity } from '#shared/pki/identities';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';

import type { CardPart } from './world-options.ts';

interface Making {
  readonly entropy: Entropy;
  readonly clock: Clock;
  readonly cis: CiSet;
}

/** Makes a card in an empty store: EID, keys and certificates are drawn, and dated from the clock. */
export async function makeCard(store: CardStore, card: CardPart, making: Making): Promise<Eid> {
  const { ci = 'nist', eid: given, issuedAt = making.clock.now(), ...rest } = card;
  const clock = { now: () => issuedAt };
  const eid = given === undefined ? drawEid(making.entropy) : parseEid(given);
  const { nist, brainpool, trusted } = making.cis;
  const issuers = { nist: [nist], brp: [brainpool], both: [nist, brainpool] }[ci];
  const identities = issuers.map((issuer) => euiccIdentity({ ...making, clock, ci: issuer, eid }));
  const curves = new Set(issuers.map(({ curve }) => curve));
  const trustedCis = trusted.filter((issuer: CertificateIssuer) => curves.has(issuer.curve));
  await createCard(store, { ...rest, eid, identities, trustedCis });
  return eid;
}

/** The EIN of the SGP.26 test EUM, so that its published certificate fits; the rest is drawn. */
function drawEid(entropy: Entropy): Eid {
  const digits = BigInt(`0x${toHex(entropy.draw('eid', 16))}`) % 10n ** 22n;
  return makeEid(`89049032${digits.toString().padStart(22, '0')}`);
}
