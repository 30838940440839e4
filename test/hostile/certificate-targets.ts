import { DecodeError, encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { toBase64, toHex, toUtf8 } from '#shared/bytes/bytes';
import type { PrivateKey } from '#shared/crypto/keys';
import { certificateIssuer } from '#shared/pki/certificate-issuers';
import type { Certificate } from '#shared/pki/certificate';
import { CertificateError, readCertificate } from '#shared/pki/certificate';
import { sgp26Key } from '#shared/pki/sgp26';
import { CertificateRefused, readPeerCertificate, verifyEuicc, verifyEum } from '#shared/pki/trust';
import { signTbs } from '#shared/pki/issue';
import { CertificateTlv } from '#shared/rsp/common';

import { brainpool, nist } from '../smdp/bench.ts';
import { nistCi } from '../device-sim/euicc/bench.ts';
import { CraftedServer } from '../support/crafted-server.ts';
import type { Chance } from './chance.ts';
import { mutateDer } from './der-mutations.ts';
import { CardMaker, rightSession } from './hostile-card.ts';
import { HostileSmdp } from './hostile-smdp.ts';
import type { Target, Targets } from './target.ts';

/** A certificate with something wrong, as often as not signed anew by who issues its kind. */
function mutateCertificate(chance: Chance, from: Certificate, issuer: PrivateKey): Bytes {
  if (chance.oneIn(2)) return mutateDer(chance, from.der);
  const tbs = mutateDer(chance, from.tbs.der);
  try {
    return signTbs(tbs, issuer, 'deterministic');
  } catch (error) {
    if (!(error instanceof DecodeError || error instanceof TypeError)) throw error;
    return mutateDer(chance, from.der);
  }
}

const eumKey = sgp26Key('eumNist');

/** The CI's own certificate, those of servers before a card, those of eUICCs before a server. */
export async function certificateTargets(): Promise<Targets> {
  const smdp = await HostileSmdp.open();
  const maker = await CardMaker.make();
  const right = await rightSession(maker);
  const ci = nistCi();
  const server = new CraftedServer(ci);
  const { dpAuth, dpPb } = server.identity;
  const [identity] = smdp.device.identities;
  if (identity === undefined) throw new Error('a device without an identity');
  const { eum, euicc } = identity;
  const challenge = await challengeOf(maker);
  const works = async (): Promise<void> => smdp.expectHealthy();
  const targets: readonly Target[] = [
    {
      name: 'certificates.ci',
      prepare: (chance) => mutateCertificate(chance, chance.pick([nist, brainpool]).certificate, nist.key),
      send: (input) => {
        expectReadOrRefused(() => {
          const certificate = readCertificate(input);
          const { role, basicConstraints, subjectKeyIdentifier } = certificate;
          const isCi = role === 'ci' && basicConstraints?.cA === true && subjectKeyIdentifier !== undefined;
          if (isCi) certificateIssuer(certificate);
        });
      },
      expectHealthy: works,
    },
    {
      name: 'certificates.dpAuth',
      prepare: (chance) => mutateCertificate(chance, dpAuth.certificate, ci.key),
      send: async (input) => {
        if (!isTlv(input)) return;
        const card = await maker.inside(right.challenged);
        card.restore();
        await card.execute(server.authenticateServer(challenge, { certificate: input }));
      },
      expectHealthy: works,
    },
    {
      name: 'certificates.dpPb',
      prepare: (chance) => mutateCertificate(chance, dpPb.certificate, ci.key),
      send: async (input) => {
        if (!isTlv(input)) return;
        const card = await maker.inside(right.authenticated);
        card.restore();
        await card.execute(server.prepareDownload(new Uint8Array(64), { certificate: input }));
      },
      expectHealthy: works,
    },
    eumOrEuicc('eum', (chance) => mutateCertificate(chance, eum, nist.key)),
    eumOrEuicc('euicc', (chance) => mutateCertificate(chance, euicc, eumKey)),
  ];
  return { targets, [Symbol.asyncDispose]: async () => smdp[Symbol.asyncDispose]() };

  /** Each twentieth in a session with the server, the others before the rules of trust. */
  function eumOrEuicc(kind: 'eum' | 'euicc', prepare: (chance: Chance) => Bytes): Target {
    let inputs = 0;
    return {
      name: `certificates.${kind}`,
      prepare,
      send: async (input) => {
        inputs += 1;
        expectReadOrRefused(() => {
          const certificate = readPeerCertificate(input);
          if (kind === 'eum') verifyEum(certificate, nist.certificate);
          else verifyEuicc(certificate, eum);
        });
        if (inputs % 20 !== 0 || !isTlv(input)) return;
        const session = await smdp.opened();
        const changes = kind === 'eum' ? { eumCertificate: input } : { euiccCertificate: input };
        const response = smdp.device.authenticateResponse(session, {
          matchingId: await smdp.matchingId(),
          ...changes,
        });
        const transactionId = toHex(session.transactionId);
        const body = { transactionId, authenticateServerResponse: toBase64(response) };
        await smdp.post('authenticateClient', toUtf8(JSON.stringify(body)));
      },
      expectHealthy: works,
    };
  }
}

async function challengeOf(maker: CardMaker): Promise<Bytes> {
  return (await maker.anew()).challenge();
}

/** A message can carry it at all. */
function isTlv(octets: Bytes): boolean {
  try {
    encode(CertificateTlv, octets);
    return true;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DecodeError) return false;
    throw error;
  }
}

function expectReadOrRefused(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(
      error instanceof DecodeError ||
      error instanceof CertificateError ||
      error instanceof CertificateRefused
    ))
      throw error;
  }
}
