import { describe, expect, it } from 'vitest';

import { decode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { filled, fromHex, toHex } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import { publicKeyFromPoint } from '#shared/crypto/keys';
import { readCertificate } from '#shared/pki/certificate';
import type { SigningCertificateIssuer } from '#shared/pki/certificate-issuers';
import { ownCi } from '#shared/pki/certificate-issuers';
import { AuthenticateServerResponse } from '#shared/rsp/authenticate-server';
import { CancelSessionResponse } from '#shared/rsp/cancel-session';
import { OtherSignedNotification, ProfileInstallationResult } from '#shared/rsp/notifications';
import { PrepareDownloadRequest, PrepareDownloadResponse } from '#shared/rsp/prepare-download';
import { signedByEuiccSignature2 } from '#shared/rsp/signed-octets';
import { seededEntropy } from '#shared/runtime/entropy';

import { CraftedServer, said, testNow } from '../../../support/crafted-server.ts';
import type { Bench } from '../bench.ts';
import { brainpoolCi, metadata, nistCi, openBench, resultOf } from '../bench.ts';
import { enableCommand } from '../lettered-profiles.ts';

const cis = [nistCi(), brainpoolCi()];
const tid = toHex(said.transactionId);
const otherCi = () => ownCi('P-256', seededEntropy('another CI'), { now: () => testNow });

/** Whether the card's key under a CI has made the signature. */
const isSignedUnder = (
  bench: Bench,
  ci: SigningCertificateIssuer,
  signed: Bytes,
  signature: Bytes,
): boolean => {
  const identity = bench.identities.find((each) => toHex(each.ci.id) === toHex(ci.id));
  return verify(identity!.euicc.publicKey, signed, signature);
};

/** AuthenticateServer of a server, with the card's certificate under a CI asked for. */
async function authenticate(bench: Bench, server: CraftedServer, ciKeyId: Bytes): Promise<string> {
  return bench.es10(server.authenticateServer(await bench.challenge(), { ciKeyId }));
}
const refused = (code: string): string => `BF3817A1158010${tid}0201${code}`;

/** Each CI for the server with each for the card. */
const pairs = cis.flatMap((serverCi) =>
  cis.map((euiccCi) => [serverCi.curve, euiccCi.curve, serverCi, euiccCi] as const),
);

describe('a card with certificates under two CIs (SGP.22 §4.5.2)', () => {
  it.each(pairs)(
    'server under %s, card asked for %s: every signature of the session is by the key asked for',
    async (_, __, serverCi, euiccCi) => {
      await using bench = await openBench({ cis });
      const server = new CraftedServer(serverCi);
      const isByCard = (signed: Bytes, signature: Bytes): boolean =>
        isSignedUnder(bench, euiccCi, signed, signature);

      const first = await authenticate(bench, server, euiccCi.id);
      const { authenticateResponseOk: one } = decode(AuthenticateServerResponse, fromHex(first));
      expect(isByCard(one!.euiccSigned1.der, one!.euiccSignature1)).toBe(true);
      expect(readCertificate(one!.euiccCertificate).curve).toBe(euiccCi.curve);
      expect(readCertificate(one!.eumCertificate).authorityKeyIdentifier).toEqual(euiccCi.id);

      const request = server.prepareDownload(one!.euiccSignature1);
      const second = await bench.es10(request);
      const { downloadResponseOk: two } = decode(PrepareDownloadResponse, fromHex(second));
      const { smdpSignature2 } = decode(PrepareDownloadRequest, request);
      const { euiccOtpk } = two!.euiccSigned2.value;
      expect(
        isByCard(signedByEuiccSignature2(two!.euiccSigned2.der, smdpSignature2), two!.euiccSignature2),
      ).toBe(true);
      expect(publicKeyFromPoint(serverCi.curve, euiccOtpk).curve).toBe(serverCi.curve);

      const told = metadata({
        notificationConfigurationInfo: [
          { profileManagementOperation: ['notificationEnable'], notificationAddress: said.serverAddress },
        ],
      });
      const result = await bench.load(bench.package(euiccOtpk, { metadata: told }, server));
      expect(resultOf(result)).toMatch(/^A0/);
      const pir = decode(ProfileInstallationResult, fromHex(result));
      expect(isByCard(pir.profileInstallationResultData.der, pir.euiccSignPIR)).toBe(true);

      await bench.powerCycle();
      await bench.es10(enableCommand('A'));
      const { notifications } = (await bench.store.read())!;
      const enabled = decode(OtherSignedNotification, notifications[1]!.der);
      expect(isByCard(enabled.tbsOtherNotification.der, enabled.euiccNotificationSignature)).toBe(true);
    },
  );

  it('the key asked for signs a cancelled session and a load that failed, too', async () => {
    await using bench = await openBench({ cis });
    await authenticate(bench, bench.server, brainpoolCi().id);
    const cancelled = await bench.es10(`BF41158010${tid}810100`);
    const { cancelSessionResponseOk: ok } = decode(CancelSessionResponse, fromHex(cancelled));
    const { euiccCancelSessionSigned, euiccCancelSessionSignature } = ok!;
    expect(
      isSignedUnder(bench, brainpoolCi(), euiccCancelSessionSigned.der, euiccCancelSessionSignature),
    ).toBe(true);

    const server = new CraftedServer(brainpoolCi());
    const whole = bench.package(
      await bench.prepared({}, server),
      { signKey: server.identity.dpAuth.key },
      server,
    );
    const result = await bench.load(whole);
    expect(resultOf(result)).toEqual([0, 2]);
    const failed = decode(ProfileInstallationResult, fromHex(result));
    expect(
      isSignedUnder(bench, brainpoolCi(), failed.profileInstallationResultData.der, failed.euiccSignPIR),
    ).toBe(true);
  });
});

describe('the lists for verification and for signing differ', () => {
  const trusted = otherCi();
  const open = () =>
    openBench({ cis: [nistCi(), brainpoolCi()], card: { trustedCis: [trusted, brainpoolCi()] } });
  const id = (ci: SigningCertificateIssuer): string => `0414${toHex(ci.id)}`;

  it('BF20 and BF22 tell both, each in its order', async () => {
    await using bench = await open();
    const lists = `A92C${id(trusted)}${id(brainpoolCi())}AA2C${id(nistCi())}${id(brainpoolCi())}`;
    expect(await bench.es10('BF2000')).toBe(`BF20618203020500${lists}`);
    expect(await bench.es10('BF2200')).toContain(lists);
  });

  it.each([
    ['a server under a CI that is in both', brainpoolCi, brainpoolCi, 'ok'],
    ['a server under a CI for verification only', otherCi, nistCi, 'ok'],
    ['a server under a CI for signing only', nistCi, nistCi, '07'],
    ['a certificate under a CI for verification only is asked for', otherCi, otherCi, '07'],
  ])('%s: %s', async (_, serverCi, euiccCi, expected) => {
    await using bench = await open();
    const answer = await authenticate(bench, new CraftedServer(serverCi()), euiccCi().id);
    if (expected === 'ok') expect(answer).toMatch(/^BF3882....A082/);
    else expect(answer).toBe(refused(expected));
  });

  it('of two certificates of CIs with one key identifier only the key decides', async () => {
    await using bench = await open();
    const server = new CraftedServer(trusted);
    const stranger = new CraftedServer(ownCi('P-256', seededEntropy('a third CI'), { now: () => testNow }));
    const own = server.identity.dpAuth.certificate.authorityKeyIdentifier!;
    const changes = {
      ciKeyId: nistCi().id,
      certificate: withAuthority(stranger, own),
      key: stranger.identity.dpAuth.key,
    };
    const answer = await bench.es10(server.authenticateServer(await bench.challenge(), changes));
    expect(answer).toBe(refused('01'));
  });

  it('CERT.DPpb under the other CI of the verification list is 1', async () => {
    await using bench = await open();
    const server = new CraftedServer(trusted);
    const first = await authenticate(bench, server, nistCi().id);
    const { euiccSignature1 } = decode(AuthenticateServerResponse, fromHex(first)).authenticateResponseOk!;
    const { certificate, key } = new CraftedServer(brainpoolCi()).identity.dpPb;
    const request = server.prepareDownload(euiccSignature1, { certificate: certificate.der, key });
    expect(await bench.es10(request)).toBe(`BF2117A1158010${tid}020101`);
    expect(bench.session).toBe('none');
  });
});

/** CERT.DPauth of a server with the authority key identifier of another CI in the place of its own. */
function withAuthority({ identity }: CraftedServer, keyId: Bytes): Bytes {
  const der = toHex(identity.dpAuth.certificate.der);
  return fromHex(der.replace(toHex(identity.ci.id), toHex(keyId)));
}

it('a CI key id of another length or kind is one the card has not: 7', async () => {
  await using bench = await openBench({ cis });
  for (const ciKeyId of [new Uint8Array(), nistCi().id.slice(0, 19), filled(64, 1)]) {
    expect(await authenticate(bench, bench.server, ciKeyId)).toBe(refused('07'));
  }
});
