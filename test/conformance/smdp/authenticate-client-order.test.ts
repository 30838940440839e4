import { describe, expect, it } from 'vitest';

import { concat, fromHex, toHex } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import { verifyServerCertificate } from '#shared/pki/trust';
import { after, minutes } from '#shared/runtime/span';
import type { PlacedOrder } from '#smdp/index';

import type { AuthenticationChanges } from '../../support/crafted-device.ts';
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
} from '../../smdp/bench.ts';
import {
  authenticating,
  expectExecuted,
  expectHarmless,
  expectRefused,
  standing,
  untouched,
} from './steps.ts';

/** A first octet of BF38 and a last one of the signature in it: euiccSignature1 as it stands in what is signed next. */
const signature1In = (response: Uint8Array): Uint8Array => {
  const hex = toHex(response);
  const at = hex.indexOf('5F3740', hex.indexOf('A0') + 2);
  return fromHex(hex.slice(at, at + 2 * 67));
};

describe('SGP.23 §4.3.14, ES9+.AuthenticateClient (SGP.22 §5.6.3): an order is found', () => {
  it.each([
    ['C109a', 'by its MatchingID', { matchingId: 'M-1' }, 'M-1'],
    ['C109b', 'by its EID, the MatchingID is empty', { matchingId: '', eid: someEid }, ''],
    ['C109c', 'by its EID, there is no MatchingID', { matchingId: '', eid: someEid }, undefined],
    [
      'C109d',
      'by an EventID, which is the MatchingID of its event',
      { matchingId: 'EV-1', eid: someEid },
      'EV-1',
    ],
  ] as const)(
    '%s %s: 200 with metadata, smdpSigned2 and a signature over smdpSigned2 and 5F37',
    async (_number, _how, placed, asked) => {
      await using bench = await openBench();
      const { device } = bench;
      await bench.place(placed);
      const begun = await device.initiate();
      const changes = asked === undefined ? {} : { matchingId: asked };
      const session = await device.authenticate(begun, changes);
      const { transactionId, smdpSigned2, smdpSignature2, smdpCertificate, metadata } = session;
      expect(toHex(metadata)).toBe(toHex(metadataOf()));
      expect(toHex(smdpSigned2.der)).toBe(`30158010${toHex(transactionId)}010100`);
      const dpPb = {
        role: 'dpPb',
        ci: nist.certificate,
        sameRegisteredIdAs: begun.serverCertificate,
      } as const;
      expect(verifyServerCertificate(smdpCertificate, dpPb)).toEqual([]);
      const signature1 = signature1In(device.authenticateResponse(begun, changes));
      const over = (octets: Uint8Array): boolean =>
        verify(smdpCertificate.publicKey, concat(smdpSigned2.der, octets), smdpSignature2);
      expect(signature1).toHaveLength(67);
      expect([over(signature1), over(signature1.slice(3)), over(new Uint8Array())]).toEqual([
        true,
        false,
        false,
      ]);
      expect(await standing(bench)).toEqual({ ...untouched, download: 1 });
    },
  );

  it('C109e nominal under the brainpool CI: CERT.DPpb is of the curve that was chosen', async () => {
    await using bench = await openBench({ cis: [brainpool] });
    await bench.place();
    const session = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    expect(session.smdpCertificate.curve).toBe('brainpoolP256r1');
  });

  it.each([
    ['C110a', 'no Confirmation Code', undefined, '010100'],
    ['C110b', 'a Confirmation Code', '12345678', '0101FF'],
  ])('%s the order has %s: ccRequiredFlag says so', async (_number, _what, confirmationCode, flag) => {
    await using bench = await openBench();
    await bench.place({ confirmationCode });
    const session = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    expect(toHex(session.smdpSigned2.der).slice(-6)).toBe(flag);
  });
});

interface Row {
  readonly placed?: Partial<PlacedOrder>;
  readonly asked?: AuthenticationChanges;
}
const memory = (hex: string): AuthenticationChanges => ({
  euiccInfo2: (value) => ({ ...value, extCardResource: fromHex(hex) }),
});
const without = (capability: string): AuthenticationChanges => ({
  euiccInfo2: (value) => ({
    ...value,
    uiccCapability: value.uiccCapability.filter((each) => each !== capability),
  }),
});
const testClass = { upp: stock().upp, metadata: metadataOf(undefined, { profileClass: 0 }) };
const withRule = { upp: stock().upp, metadata: metadataOf(undefined, { profilePolicyRules: ['ppr1'] }) };

describe('SGP.23 §4.3.14, ES9+.AuthenticateClient (SGP.22 §5.6.3): an order is refused', () => {
  it.each<readonly [string, string, string, Row]>([
    ['C118a', 'the MatchingID is unknown', '8.2.6/3.8', { asked: { matchingId: 'M-2' } }],
    ['C118b', 'the MatchingID is in small letters', '8.2.6/3.8', { asked: { matchingId: 'm-1' } }],
    ['C119a', 'it is for another EID', '8.1.1/3.8', { placed: { eid: otherEid } }],
    ['C120a', 'the MatchingID is empty and it has one', '8.2.6/3.8', { asked: { matchingId: '' } }],
    [
      'C120b',
      'the MatchingID is empty and it is for another EID',
      '8.2.6/3.8',
      { placed: { matchingId: '', eid: otherEid }, asked: { matchingId: '' } },
    ],
    ['C122a', 'it has expired', '8.8.5/4.10', { placed: { expiresAt: start } }],
    [
      'C124a',
      'its package wants a USIM',
      '8.2.5/4.3',
      { placed: { profile: builtStock() }, asked: without('usimSupport') },
    ],
    [
      'C124b',
      'its package wants Milenage',
      '8.2.5/4.3',
      { placed: { profile: builtStock() }, asked: without('akaMilenage') },
    ],
    [
      'C124c',
      'it is of the test class and the eUICC takes none',
      '8.2.5/4.3',
      {
        placed: { profile: testClass },
        asked: { euiccInfo2: (value) => ({ ...value, rspCapability: ['additionalProfile'] }) },
      },
    ],
    [
      'C124d',
      'it has a rule that the eUICC forbids',
      '8.2.5/4.3',
      {
        placed: { profile: withRule },
        asked: { euiccInfo2: (value) => ({ ...value, forbiddenProfilePolicyRules: ['ppr1'] }) },
      },
    ],
    [
      'C125a',
      'the eUICC has ten octets left',
      '8.1/4.8',
      { placed: { profile: builtStock() }, asked: memory('8202000A') },
    ],
  ])('%s %s: %s, neither state nor counters move', async (_number, _what, codes, { placed, asked }) => {
    await using bench = await openBench();
    await bench.place(placed);
    await expectHarmless(bench, () => authenticating(bench, asked), codes);
    expect(await standing(bench)).toEqual(untouched);
    expect(bench.smdp.sessions()).toEqual([]);
  });

  it('C119b its package went to another EID: 8.1.1/3.8', async () => {
    await using bench = await openBench();
    await bench.place();
    await bench.openDevice(otherEid).download('M-1');
    await expectHarmless(bench, () => authenticating(bench), '8.1.1/3.8');
  });

  it('C120c the MatchingID is empty and there is no order at all: 8.2.6/3.8', async () => {
    await using bench = await openBench();
    await expectHarmless(bench, () => authenticating(bench, { matchingId: '' }), '8.2.6/3.8');
  });

  it('C121 its Profile is Confirmed only: 8.2/1.2; after the release it is served', async () => {
    await using bench = await openBench();
    const { id } = await bench.place({ released: false });
    await expectHarmless(bench, () => authenticating(bench), '8.2/1.2');
    expect(await standing(bench)).toEqual({ ...untouched, state: 'Confirmed' });
    await bench.smdp.orders.release(id);
    expectExecuted(await authenticating(bench));
  });

  it('C122b it expires at a moment of the Clock: served before, 8.8.5/4.10 from then on', async () => {
    await using bench = await openBench();
    await bench.place({ expiresAt: after(start, minutes(30)) });
    await bench.clock.advance(minutes(29));
    expectExecuted(await authenticating(bench));
    await bench.clock.advance(minutes(1));
    await expectHarmless(bench, () => authenticating(bench), '8.8.5/4.10');
    expect(await standing(bench)).toEqual({ ...untouched, download: 1 });
  });

  it('C123 its download attempts are used up: 8.8.5/6.4, the Profile goes to Error, the operator is told', async () => {
    await using bench = await openBench();
    await bench.place({ downloadAttempts: 2 });
    for (const download of [1, 2]) {
      expectExecuted(await authenticating(bench));
      expect(await standing(bench)).toEqual({ ...untouched, download });
    }
    expectRefused(await authenticating(bench), '8.8.5/6.4');
    expect(await standing(bench)).toEqual({ state: 'Error', download: 2, confirmationCode: 0 });
    expect(bench.events('order.progress').at(-1)).toMatchObject({
      point: 'eligibilityAndRetryLimit',
      status: 'downloadRetriesExceeded',
    });
    await expectHarmless(bench, () => authenticating(bench), '8.2.6/3.8');
  });

  it('C125b an eUICC that does not state its memory is served', async () => {
    await using bench = await openBench();
    await bench.place({ profile: builtStock() });
    expectExecuted(await authenticating(bench, memory('810101')));
  });

  it.each([
    ['C126a', 'Installed', 'success'],
    ['C126b', 'Error', 'installFailedDueToPEProcessingError'],
  ] as const)('%s its Profile is %s: 8.2.6/3.8, and stays so', async (_number, state, result) => {
    await using bench = await openBench();
    await bench.place();
    const { prepared } = await bench.device.download('M-1');
    await bench.device.notify(bench.device.installationResult(prepared, result));
    await expectHarmless(bench, () => authenticating(bench), '8.2.6/3.8');
    expect(await standing(bench)).toEqual({ state, download: 1, confirmationCode: 0 });
  });
});
