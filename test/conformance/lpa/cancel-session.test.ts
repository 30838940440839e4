import { describe, expect, it } from 'vitest';

import { childrenOf, decode, readTlv, tlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromHex, toHex } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import { CancelSessionResponse } from '#shared/rsp/cancel-session';

import { metadata } from '../../device-sim/euicc/bench.ts';
import { said } from '../../support/crafted-server.ts';
import type { Reference } from './reference.ts';
import { cancelCommand, openReference, transactionId } from './reference.ts';

/** The eUICC was told, the server was told with what the eUICC signed, and no more came of the session. */
async function expectCancelled(reference: Reference, reason: number): Promise<void> {
  expect(reference.card.sent('BF41')).toEqual([cancelCommand(reason)]);
  expect(reference.smdp.called.at(-1)).toBe('cancelSession');
  expect(reference.smdp.requests('cancelSession')[0]?.['transactionId']).toBe(transactionId);
  const response = fromHex(reference.posted('cancelSession', 'cancelSessionResponse'));
  const { cancelSessionResponseOk: ok } = decode(CancelSessionResponse, response);
  const [identity] = reference.euicc.identities;
  if (ok === undefined || identity === undefined) throw new Error('the eUICC did not cancel');
  const { euiccCancelSessionSigned: signed, euiccCancelSessionSignature: signature } = ok;
  expect(signed.value).toEqual({ transactionId: said.transactionId, smdpOid: '2.999.10', reason });
  expect(verify(identity.euicc.publicKey, signed.der, signature)).toBe(true);
  expect(reference.card.sent('BF36')).toEqual([]);
  expect([await reference.profiles(), await reference.waiting()]).toEqual([[], []]);
}

const withRule = metadata({ profilePolicyRules: ['ppr1'], profileOwner: { mccMnc: fromHex('00F110') } });

describe('SGP.23 §4.4, the person and Common Cancel Session (SGP.22 §3.0.2, §3.1.3)', () => {
  it.each([
    ['C164a', 'rejects', 'reject', 0, 'OperationAborted', 'the profile was rejected'],
    ['C164b', 'puts off', 'later', 1, 'OperationAborted', 'the profile was put off'],
    ['C164c', 'lets the question time out', 'timeout', 2, 'TimeoutWaitingForUserConsent', 'nobody answered'],
  ] as const)(
    '%s a person %s: CancelSession with that reason, posted to the server, and a message (%s)',
    async (_number, _does, answer, reason, status, says) => {
      await using reference = await openReference();
      reference.answers = [answer];
      const failure = await reference.failure();
      expect([failure.stage, failure.status]).toEqual(['consent', status]);
      expect(failure.message).toContain(says);
      await expectCancelled(reference, reason);
      expect(await reference.download()).toMatchObject({ ok: true });
    },
  );

  it('C164d nobody has the Confirmation Code that the server wants: postponed, the person is told', async () => {
    await using reference = await openReference();
    reference.smdp.offer = { ccRequired: true };
    const failure = await reference.failure();
    expect(failure.status).toBe('ConfirmationCodeMissing');
    expect(failure.message).toContain('the server wants a confirmation code');
    await expectCancelled(reference, 1);
  });

  it('C165a the RAT forbids a rule of the metadata: pprNotAllowed, and nobody is asked', async () => {
    await using reference = await openReference({ card: { card: { rat: [] } } });
    reference.smdp.offer = { metadata: withRule };
    const failure = await reference.failure();
    expect(failure.status).toBe('PolicyViolation');
    expect(failure.message).toContain('does not allow this operator ppr1');
    expect(reference.questions).toEqual([]);
    expect(reference.card.sent('BF43')).toHaveLength(1);
    await expectCancelled(reference, 3);
  });

  it('C165b the RAT allows it with consent: the person is asked a second time, about the rules', async () => {
    await using reference = await openReference();
    reference.smdp.offer = { metadata: withRule };
    expect(await reference.download()).toMatchObject({ ok: true });
    expect(
      reference.questions.map(({ about, profilePolicyRules }) => [about, ...profilePolicyRules]),
    ).toEqual([
      ['profile', 'ppr1'],
      ['profilePolicyRules', 'ppr1'],
    ]);
  });

  it('C165c the person takes the profile but not its rules: endUserRejection', async () => {
    await using reference = await openReference();
    reference.smdp.offer = { metadata: withRule };
    reference.answers = ['accept', 'reject'];
    expect((await reference.failure()).status).toBe('OperationAborted');
    await expectCancelled(reference, 0);
  });
});

const children = (octets: Bytes): Bytes[] => childrenOf(readTlv(octets)).map(wholeOf);
/** The package with its parts (BF23, A0, A1, A3) in another selection or order. */
const rebuilt =
  (change: (parts: Bytes[]) => Bytes[]) =>
  (boundProfilePackage: Bytes): Bytes =>
    tlv(0xbf36, concat(...change(children(boundProfilePackage))));

describe('SGP.23 §4.4, what the LPAd checks of the package (SGP.22 §2.5.4, §3.1.3)', () => {
  it.each([
    ['C166a', 'another profile name', metadata({ profileName: 'Plan B' })],
    ['C166b', 'another class', metadata({ profileClass: 0 })],
    ['C166c', 'a rule that was not shown', withRule],
  ])('%s the package holds %s: metadataMismatch, nothing is loaded', async (_number, _what, inside) => {
    await using reference = await openReference();
    reference.smdp.offer = { inside: { metadata: inside } };
    const failure = await reference.failure();
    expect([failure.stage, failure.diagnosis.code]).toEqual(['loadBoundProfilePackage', 'metadataMismatch']);
    expect(failure.message).toContain('not those that were shown');
    await expectCancelled(reference, 4);
  });

  it.each([
    ['C167a', 'has no profile elements', rebuilt((parts) => parts.slice(0, -1))],
    ['C167b', 'has no InitialiseSecureChannel', rebuilt((parts) => parts.slice(1))],
    ['C167c', 'has its parts in another order', rebuilt(([first, ...rest]) => [...rest, first!])],
    ['C167d', 'has a part that nobody knows', rebuilt((parts) => [...parts, tlv(0xa7)])],
    ['C167e', 'is cut off', (octets: Bytes) => octets.slice(0, -1)],
    ['C167f', 'is longer than it says', (octets: Bytes) => concat(octets, fromHex('00'))],
    ['C167g', 'is something else', () => tlv(0xbf37, fromHex('8001FF'))],
    ['C167h', 'is empty', () => new Uint8Array()],
  ])('%s the package %s: loadBppExecutionError, nothing is loaded', async (_number, _what, spoil) => {
    await using reference = await openReference();
    reference.smdp.offer = { spoil };
    const failure = await reference.failure();
    expect(failure.diagnosis.code).toBe('boundProfilePackageStructure');
    expect(failure.message).toContain('getBoundProfilePackage');
    expect(failure.message).not.toContain('\n');
    await expectCancelled(reference, 5);
    expect(toHex(said.transactionId)).toBe(transactionId);
  });
});
