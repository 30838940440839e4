import { describe, expect, it } from 'vitest';
import type { Captured } from '#shared/asn1/index';
import { capture, decode, encode, tlv } from '#shared/asn1/index';
import { filled, fromHex, toBase64, toHex, toUtf8 } from '#shared/bytes/bytes';
import { makeEid } from '#shared/identifiers/eid';
import { parseTac } from '#shared/identifiers/imei';
import { euiccIdentity } from '#shared/pki/identities';
import { Name, oids } from '#shared/pki/x509';
import { AuthenticateServerResponse } from '#shared/rsp/authenticate-server';
import { SmdpSigned2 } from '#shared/rsp/prepare-download';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { seededEntropy } from '#shared/runtime/entropy';
import { after, instant, minutes } from '#shared/runtime/span';
import { sgp26Key } from '#shared/pki/sgp26';

import type { AuthenticationChanges } from '../../support/crafted-device.ts';
import { flipBit } from '../../support/crafted-device.ts';
import { craft, withExtension, withoutExtension } from '../../support/pki.ts';
import type { Bench } from '../bench.ts';
import {
  brainpool,
  builtStock,
  metadataOf,
  nist,
  openBench,
  otherEid,
  someEid,
  start,
  stock,
} from '../bench.ts';

/** A name in which one text stands for another of the same length. */
function renamed(name: Captured<Name>, from: string, to: string): Captured<Name> {
  return capture(Name, fromHex(toHex(name.der).replace(toHex(toUtf8(from)), toHex(toUtf8(to)))));
}

/** Begins a session, answers with `changes`, and says what came back. */
async function outcomeOf(bench: Bench, changes: AuthenticationChanges = {}): Promise<string> {
  const session = await bench.device.initiate();
  return (await bench.device.tryAuthenticate(session, { matchingId: 'M-1', ...changes })).outcome;
}

async function expectRefused(changes: AuthenticationChanges, outcome: string): Promise<void> {
  await using bench = await openBench();
  const order = await bench.place();
  expect(await outcomeOf(bench, changes)).toBe(outcome);
  expect((await bench.smdp.orders.list())[0]).toEqual(order);
  expect(await outcomeOf(bench)).toBe('Executed-Success');
}

describe('authenticateClient, the message', () => {
  it('1: an unknown transactionId is refused with 8.10.1/3.9', async () => {
    await using bench = await openBench();
    const session = await bench.device.initiate();
    const unknown = { ...session, transactionId: filled(16, 1) };
    expect((await bench.device.tryAuthenticate(unknown)).outcome).toBe('8.10.1/3.9');
    expect(bench.smdp.sessions()).toHaveLength(1);
  });

  it('1: the transactionId may be written in lower case', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await bench.device.initiate();
    const response = bench.device.authenticateResponse(session, { matchingId: 'M-1' });
    const answer = await bench.device.call('authenticateClient', {
      transactionId: toHex(session.transactionId).toLowerCase(),
      authenticateServerResponse: toBase64(response),
    });
    expect(answer.json['transactionId']).toBe(toHex(session.transactionId));
  });

  it('2: an error of the eUICC is answered 8.1/4.2; the session ends, the order stays', async () => {
    await using bench = await openBench();
    const order = await bench.place();
    const { transactionId } = await bench.device.initiate();
    const response = encode(AuthenticateServerResponse, {
      authenticateResponseError: { transactionId, authenticateErrorCode: 6 },
    });
    const answer = await bench.device.call('authenticateClient', {
      transactionId: toHex(transactionId),
      authenticateServerResponse: toBase64(response),
    });
    expect(answer).toMatchObject({ status: 200, outcome: '8.1/4.2' });
    expect(bench.smdp.sessions()).toEqual([]);
    expect((await bench.smdp.orders.list())[0]).toEqual(order);
    expect(bench.events('es9plus.refused')[0]?.detail).toContain('6');
  });

  it('2: an error of another session is 8.10.1/3.9 and leaves this one', async () => {
    await using bench = await openBench();
    const { transactionId } = await bench.device.initiate();
    const response = encode(AuthenticateServerResponse, {
      authenticateResponseError: { transactionId: filled(16, 1), authenticateErrorCode: 6 },
    });
    const answer = await bench.device.call('authenticateClient', {
      transactionId: toHex(transactionId),
      authenticateServerResponse: toBase64(response),
    });
    expect(answer.outcome).toBe('8.10.1/3.9');
    expect(bench.smdp.sessions()).toHaveLength(1);
  });
});

describe('authenticateClient, the eUICC', () => {
  const own = (ci = nist, eid = someEid) =>
    euiccIdentity({ ci, eid, clock: { now: () => start }, entropy: seededEntropy(2) });

  it('3: an EUM under another CI than the one asked for is refused with 8.11.1/3.9', async () => {
    await using bench = await openBench({ cis: [nist, brainpool] });
    await bench.place();
    expect(await outcomeOf(bench, { identity: own(brainpool) })).toBe('8.11.1/3.9');
  });

  it('3: an EUM under a CI that is not trusted is refused with 8.11.1/3.9', async () => {
    await expectRefused({ identity: own(brainpool) }, '8.11.1/3.9');
  });

  it('4: an EUM certificate with a wrong signature is refused with 8.1.2/6.1', async () => {
    const { eum } = own();
    await expectRefused({ eumCertificate: flipBit(eum.der, eum.der.length * 8 - 1) }, '8.1.2/6.1');
  });

  it('4: an EUM certificate that is none of a CA is refused with 8.1.2/6.1', async () => {
    const eumCertificate = craft(own().eum, nist.key, withoutExtension(oids.basicConstraints));
    await expectRefused({ eumCertificate }, '8.1.2/6.1');
  });

  it('4: an EUM certificate of another role is refused with 8.1.2/6.1', async () => {
    const policies = '300B30090607678112010201 01'; // CERT.EUICC
    const otherRole = withExtension(oids.certificatePolicies, { value: policies });
    const eumCertificate = craft(own().eum, nist.key, otherRole);
    await expectRefused({ eumCertificate }, '8.1.2/6.1');
  });

  it('4: octets that are no certificate are refused with 8.1.2/6.1 and 8.1.3/6.1', async () => {
    await expectRefused({ eumCertificate: tlv(0x30) }, '8.1.2/6.1');
    await expectRefused({ euiccCertificate: tlv(0x30) }, '8.1.3/6.1');
  });

  it.each([
    ['5: an EUM certificate', 'eumCertificate', '8.1.2/6.3'],
    ['7: an eUICC certificate', 'euiccCertificate', '8.1.3/6.3'],
  ] as const)('%s that has expired is refused with its own code', async (_what, member, outcome) => {
    const identity = own();
    const from = member === 'eumCertificate' ? identity.eum : identity.euicc;
    const key = member === 'eumCertificate' ? nist.key : sgp26Key('eumNist');
    const expired = craft(from, key, (tbs) => ({
      ...tbs,
      validity: { notBefore: instant('2020-01-01T00:00:00Z'), notAfter: instant('2026-11-22T00:00:00Z') },
    }));
    await expectRefused({ identity, [member]: expired }, outcome);
  });

  it('6: an eUICC certificate of another EUM is refused with 8.1.3/6.1', async () => {
    const foreign = makeEid('890440321234512345123456789012');
    await expectRefused({ euiccCertificate: own(nist, foreign).euicc.der }, '8.1.3/6.1');
  });

  it('6: an EID that its EUM may not give out is refused with 8.1.3/6.1', async () => {
    const identity = own();
    const outside = makeEid('890440321234512345123456789012');
    const euiccCertificate = craft(identity.euicc, sgp26Key('eumNist'), (tbs) => ({
      ...tbs,
      subject: renamed(tbs.subject, someEid, outside),
    }));
    await expectRefused({ identity, euiccCertificate }, '8.1.3/6.1');
  });

  it('8: a wrong euiccSignature1 is refused with 8.1/6.1', async () => {
    await expectRefused({ signature: (octets) => flipBit(octets) }, '8.1/6.1');
  });

  it('9: another serverChallenge is refused with 8.1/6.1', async () => {
    await expectRefused(
      { euiccSigned1: (value) => ({ ...value, serverChallenge: filled(16, 1) }) },
      '8.1/6.1',
    );
  });

  it('9: another serverAddress is refused with 8.1/6.1', async () => {
    await expectRefused({ euiccSigned1: (value) => ({ ...value, serverAddress: 'other.test' }) }, '8.1/6.1');
  });

  it('9a: another transactionId inside is 8.10.1/3.9, and the session stays', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await bench.device.initiate();
    const foreign = await bench.device.tryAuthenticate(session, {
      matchingId: 'M-1',
      euiccSigned1: (value) => ({ ...value, transactionId: filled(16, 1) }),
    });
    expect(foreign.outcome).toBe('8.10.1/3.9');
    expect((await bench.device.tryAuthenticate(session, { matchingId: 'M-1' })).outcome).toBe(
      'Executed-Success',
    );
  });

  it('9b: another context than that of common authentication is refused with 1.3.1/2.2', async () => {
    await expectRefused({ ctxParams1: tlv(0xa1, tlv(0x80, fromHex('00'))) }, '1.3.1/2.2');
  });

  it('a refused message ends its session', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await bench.device.initiate();
    await bench.device.tryAuthenticate(session, {
      matchingId: 'M-1',
      signature: (octets) => flipBit(octets),
    });
    expect((await bench.device.tryAuthenticate(session, { matchingId: 'M-1' })).outcome).toBe('8.10.1/3.9');
    expect(bench.events('session.moved').at(-1)).toMatchObject({ to: 'ended', why: 'euiccSignatureInvalid' });
  });

  it('a certificate under the 2017 name of the CI is accepted, with a finding', async () => {
    await using bench = await openBench();
    await bench.place();
    const { eum } = own();
    const eumCertificate = craft(eum, nist.key, (tbs) => ({ ...tbs, issuer: tbs.subject }));
    expect(await outcomeOf(bench, { eumCertificate })).toBe('Executed-Success');
    expect(bench.events('finding').map(({ where }) => where)).toContain('authenticateClient');
  });
});

describe('authenticateClient, the order', () => {
  it('10: an unknown MatchingID is refused with 8.2.6/3.8', async () => {
    await expectRefused({ matchingId: 'M-2' }, '8.2.6/3.8');
  });

  it('10: without a MatchingID the order is found by EID', async () => {
    await using bench = await openBench();
    await bench.place({ matchingId: '', eid: otherEid });
    expect(await outcomeOf(bench, { matchingId: '' })).toBe('8.2.6/3.8');
    await bench.place({ matchingId: '', eid: someEid });
    expect(await outcomeOf(bench, { matchingId: '' })).toBe('Executed-Success');
    const session = await bench.device.initiate();
    expect((await bench.device.tryAuthenticate(session)).outcome).toBe('Executed-Success');
  });

  it('10: of several orders for an EID the first that can be had is taken', async () => {
    await using bench = await openBench();
    await bench.place({ matchingId: '', eid: someEid, expiresAt: start });
    expect(await outcomeOf(bench, { matchingId: '' })).toBe('8.8.5/4.10');
    await bench.place({ matchingId: '', eid: someEid, released: false });
    const { id } = await bench.place({ eid: someEid });
    expect(await outcomeOf(bench, { matchingId: '' })).toBe('Executed-Success');
    expect((await bench.smdp.orders.find(id))?.attempts.download).toBe(1);
  });

  it('10: of those that can be had one without a MatchingID comes first', async () => {
    await using bench = await openBench();
    const named = await bench.place({ eid: someEid });
    const bare = await bench.place({ matchingId: '', eid: someEid });
    expect(await outcomeOf(bench, { matchingId: '' })).toBe('Executed-Success');
    expect((await bench.smdp.orders.find(bare.id))?.attempts.download).toBe(1);
    expect(await outcomeOf(bench, { matchingId: 'M-1' })).toBe('Executed-Success');
    expect((await bench.smdp.orders.find(named.id))?.attempts.download).toBe(1);
  });

  it('11: an order for another EID is refused with 8.1.1/3.8', async () => {
    await using bench = await openBench();
    const order = await bench.place({ eid: otherEid });
    expect(await outcomeOf(bench)).toBe('8.1.1/3.8');
    expect((await bench.smdp.orders.list())[0]).toEqual(order);
  });

  it('11: an order that was delivered to another EID is refused with 8.1.1/3.8', async () => {
    await using bench = await openBench();
    await bench.place();
    await bench.openDevice(otherEid).download('M-1');
    expect(await outcomeOf(bench)).toBe('8.1.1/3.8');
  });

  it('12: a Profile that is not released is refused with 8.2/1.2 until it is', async () => {
    await using bench = await openBench();
    const { id } = await bench.place({ released: false });
    expect(await outcomeOf(bench)).toBe('8.2/1.2');
    await bench.smdp.orders.release(id);
    expect(await outcomeOf(bench)).toBe('Executed-Success');
  });

  it('13: an expired order is refused with 8.8.5/4.10, by the Clock', async () => {
    await using bench = await openBench();
    await bench.place({ expiresAt: after(start, minutes(30)) });
    await bench.clock.advance(minutes(29));
    expect(await outcomeOf(bench)).toBe('Executed-Success');
    await bench.clock.advance(minutes(1));
    expect(await outcomeOf(bench)).toBe('8.8.5/4.10');
    expect(await bench.state()).toBe('Released');
  });

  it('14: when the download attempts are used up, 8.8.5/6.4 and the Profile goes to Error', async () => {
    await using bench = await openBench();
    await bench.place({ downloadAttempts: 2 });
    expect(await outcomeOf(bench)).toBe('Executed-Success');
    expect(await outcomeOf(bench)).toBe('Executed-Success');
    expect(await outcomeOf(bench)).toBe('8.8.5/6.4');
    expect(await bench.state()).toBe('Error');
    expect(await outcomeOf(bench)).toBe('8.2.6/3.8');
    expect(bench.events('order.progress').map(({ status }) => status)).toEqual([
      'success',
      'success',
      'downloadRetriesExceeded',
    ]);
  });

  it('15: an eUICC or device that the Profile is not for is refused with 8.2.5/4.3, without an attempt', async () => {
    await using bench = await openBench();
    await bench.place({ tacs: [parseTac('35290612')] });
    expect(await outcomeOf(bench)).toBe('8.2.5/4.3');
    expect((await bench.smdp.orders.list())[0]?.attempts.download).toBe(0);
    const deviceInfo = { tac: fromHex('53926021'), deviceCapabilities: {} };
    expect(await outcomeOf(bench, { deviceInfo: () => deviceInfo })).toBe('Executed-Success');
  });

  it('16: too little memory is refused with 8.1/4.8; an eUICC that states none is not', async () => {
    await using bench = await openBench();
    await bench.place({ profile: builtStock() });
    const memory = (hex: string): AuthenticationChanges => ({
      euiccInfo2: (value) => ({ ...value, extCardResource: fromHex(hex) }),
    });
    expect(await outcomeOf(bench, memory('8202000A'))).toBe('8.1/4.8');
    expect(await outcomeOf(bench, memory('810101'))).toBe('Executed-Success');
    expect(await outcomeOf(bench, memory(''))).toBe('Executed-Success');
    expect(await outcomeOf(bench, memory('FF'))).toBe('Executed-Success');
  });

  it('18: says whether a Confirmation Code is required', async () => {
    await using bench = await openBench();
    await bench.place();
    await bench.place({ matchingId: 'M-2', confirmationCode: '1234' });
    const without = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    const required = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-2' });
    expect(without.smdpSigned2.value).toEqual({
      transactionId: without.transactionId,
      ccRequiredFlag: false,
    });
    expect(toHex(required.smdpSigned2.der)).toBe(`30158010${toHex(required.transactionId)}0101FF`);
  });

  it('19: offers the one-time key that a package was bound to before', async () => {
    await using bench = await openBench();
    await bench.place();
    const { prepared } = await bench.device.download('M-1');
    const retry = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    const { bppEuiccOtpk } = decode(SmdpSigned2, retry.smdpSigned2.der);
    expect(bppEuiccOtpk).toEqual(prepared.oneTimeKey.publicKey.point);
  });

  it('20: tells of the eligibility and retry check', async () => {
    await using bench = await openBench();
    const { id, iccid } = await bench.place();
    await outcomeOf(bench);
    expect(bench.events('order.progress')).toEqual([
      { order: id, iccid, eid: someEid, point: 'eligibilityAndRetryLimit', status: 'success' },
    ]);
  });

  it('notification addresses of this server become the alias that was asked for', async () => {
    await using bench = await openBench({ aliases: ['alias.test'] });
    const notificationConfigurationInfo = ['smdp.test', 'elsewhere.test'].map((notificationAddress) => ({
      profileManagementOperation: ['notificationInstall' as const],
      notificationAddress,
    }));
    const metadata = metadataOf(undefined, { notificationConfigurationInfo });
    await bench.place({ profile: { ...stock(), metadata } });
    const changed = await bench.device.authenticate(
      await bench.device.initiate({ smdpAddress: 'alias.test' }),
      { matchingId: 'M-1' },
    );
    const addresses = decode(StoreMetadataRequest, changed.metadata).notificationConfigurationInfo;
    expect(addresses?.map(({ notificationAddress }) => notificationAddress)).toEqual([
      'alias.test',
      'elsewhere.test',
    ]);
    const same = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    expect(toHex(same.metadata)).toBe(toHex(metadata));
    const { prepared, boundProfilePackage } = await bench.device.prepare(changed);
    expect(toHex(bench.device.open(prepared, boundProfilePackage).metadata)).toBe(toHex(changed.metadata));
  });
});

describe('an offer that never wears out', () => {
  it('makes an order for each EID, and a retry of one EID finds its own again', async () => {
    await using bench = await openBench();
    let made = 0;
    bench.smdp.orders.offer({
      matchingId: 'FREE',
      makeProfile: ({ eid }) => {
        made += 1;
        expect([someEid, otherEid]).toContain(eid);
        return stock(`890001234567890${1000 + made}`);
      },
    });
    const other = bench.openDevice(otherEid);
    await bench.device.download('FREE');
    await other.download('FREE');
    const { prepared } = await bench.device.download('FREE');
    expect((await bench.smdp.orders.list()).map(({ eid, state }) => [eid, state])).toEqual([
      [someEid, 'Downloaded'],
      [otherEid, 'Downloaded'],
    ]);
    await bench.device.notify(bench.device.installationResult(prepared, 'success'));
    await bench.device.download('FREE');
    expect((await bench.smdp.orders.list()).map(({ state }) => state)).toEqual([
      'Installed',
      'Downloaded',
      'Downloaded',
    ]);
    expect(made).toBe(3);
  });

  it('takes a MatchingID that no other order may have', async () => {
    await using bench = await openBench();
    bench.smdp.orders.offer({ matchingId: 'FREE', makeProfile: () => stock() });
    await expect(bench.place({ matchingId: 'FREE' })).rejects.toThrow('FREE is in use');
    await bench.place();
    await expect(bench.place()).rejects.toThrow('M-1 is in use');
    await expect(bench.place({ matchingId: 'm 1' })).rejects.toThrow(TypeError);
    await expect(bench.place({ matchingId: '' })).rejects.toThrow('needs an EID');
  });
});
