import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { childrenOf, encode, readTlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, toBase64, toHex, toUtf8 } from '#shared/bytes/bytes';
import { PrepareDownloadResponse } from '#shared/rsp/prepare-download';
import { after, minutes } from '#shared/runtime/span';

import { openBench as openWorldBench } from '../../support/bench.ts';
import type { Answer } from '../../support/crafted-device.ts';
import { base64Member, flipBit } from '../../support/crafted-device.ts';
import type { Bench } from '../../smdp/bench.ts';
import { metadataOf, openBench, otherEid, start, stock } from '../../smdp/bench.ts';
import { expectExecuted, expectHarmless, expectRefused, preparing, standing, untouched } from './steps.ts';

const confirmationCode = '12345678';
const hash = (...parts: Bytes[]): Bytes =>
  new Uint8Array(
    createHash('sha256')
      .update(concat(...parts))
      .digest(),
  );

/** The blocks A0, A1, A2, A3 of a package: everything behind InitialiseSecureChannel. */
function blocksOf(boundProfilePackage: Bytes): string {
  return toHex(concat(...childrenOf(readTlv(boundProfilePackage)).slice(1).map(wholeOf)));
}

const authenticated = async ({ device }: Bench) =>
  device.authenticate(await device.initiate(), { matchingId: 'M-1' });

describe('SGP.23 §4.3.13, ES9+.GetBoundProfilePackage (SGP.22 §5.6.2)', () => {
  it('C127a nominal: a reference eUICC loads the package, and its result is a success', async () => {
    await using bench = await openWorldBench();
    const { activationCode, order } = await bench.order();
    await bench.device().download(activationCode, { enable: false });
    expect(bench.installationResults()).toEqual(['success']);
    expect(await bench.profiles()).toEqual([`${order.iccid} disabled`]);
    expect(await bench.state(order)).toBe('Installed');
  });

  it('C127b nominal: 200, TransactionID and package; the keys of the one-time key open it to the octet', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await authenticated(bench);
    const oneTimeKey = bench.device.drawOneTimeKey(session);
    const { json } = expectExecuted(await bench.device.tryPrepare(session, { oneTimeKey }));
    expect(json['transactionId']).toBe(toHex(session.transactionId));
    const boundProfilePackage = base64Member(json, 'boundProfilePackage');
    const { metadata, upp } = bench.device.open({ ...session, oneTimeKey }, boundProfilePackage);
    expect([toHex(metadata), toHex(upp)]).toEqual([toHex(metadataOf()), toHex(stock().upp)]);
    expect(await standing(bench)).toEqual({ state: 'Downloaded', download: 1, confirmationCode: 0 });
    expect(bench.events('order.progress').at(-1)).toMatchObject({ point: 'bppDownload', status: 'success' });
  });

  it('C128 nominal with a Confirmation Code: SHA-256 of SHA-256 of the code and TransactionID is taken', async () => {
    await using bench = await openBench();
    await bench.place({ confirmationCode });
    const session = await authenticated(bench);
    const hashCc = hash(hash(toUtf8(confirmationCode)), session.transactionId);
    expectExecuted(
      await bench.device.tryPrepare(session, { euiccSigned2: (value) => ({ ...value, hashCc }) }),
    );
    expect(await standing(bench)).toEqual({ state: 'Downloaded', download: 1, confirmationCode: 0 });
  });

  it('C129 the Confirmation Code is missing: 8.2.7/2.2, not counted as a wrong one', async () => {
    await using bench = await openBench();
    await bench.place({ confirmationCode });
    expectRefused(await preparing(bench), '8.2.7/2.2');
    expect(await standing(bench)).toEqual({ ...untouched, download: 1 });
    expect(bench.smdp.sessions()).toEqual([]);
  });

  it('C130 the Confirmation Code is wrong once: 8.2.7/3.8 and counted; the right one is taken in a new session', async () => {
    await using bench = await openBench();
    await bench.place({ confirmationCode });
    const session = await authenticated(bench);
    expectRefused(await bench.device.tryPrepare(session, { confirmationCode: '12345679' }), '8.2.7/3.8');
    expect(await standing(bench)).toEqual({ state: 'Released', download: 1, confirmationCode: 1 });
    expectRefused(await bench.device.tryPrepare(session, { confirmationCode }), '8.10.1/3.9');
    expectExecuted(await preparing(bench, { confirmationCode }));
    expect(await standing(bench)).toEqual({ state: 'Downloaded', download: 2, confirmationCode: 1 });
  });

  it('C131 the Confirmation Code is wrong three times: 8.2.7/6.4, the Profile goes to Error', async () => {
    await using bench = await openBench();
    await bench.place({ confirmationCode });
    const wrong = async (): Promise<Answer> => preparing(bench, { confirmationCode: '0' });
    expectRefused(await wrong(), '8.2.7/3.8');
    expectRefused(await wrong(), '8.2.7/3.8');
    expectRefused(await wrong(), '8.2.7/6.4');
    expect(await standing(bench)).toEqual({ state: 'Error', download: 3, confirmationCode: 3 });
    expect(bench.events('order.progress').at(-1)).toMatchObject({
      point: 'confirmationFailure',
      status: 'confirmationCodeRetriesExceeded',
    });
    const { device } = bench;
    const again = await device.tryAuthenticate(await device.initiate(), { matchingId: 'M-1' });
    expectRefused(again, '8.2.6/3.8');
  });

  it.each([
    ['C132a', 'euiccSignature2 is wrong', { signature: (octets: Bytes) => flipBit(octets) }],
    ['C132b', 'euiccSignature2 is nothing but zeros', { signature: () => filled(64, 0) }],
  ])('%s %s: 8.1/6.1, the session ends, the Profile stays', async (_number, _what, changes) => {
    await using bench = await openBench();
    await bench.place();
    expectRefused(await preparing(bench, changes), '8.1/6.1');
    expect(await standing(bench)).toEqual({ ...untouched, download: 1 });
    expect(bench.smdp.sessions()).toEqual([]);
  });

  it('C133a an unknown TransactionID: 8.10.1/3.9, the session that there is goes on', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await authenticated(bench);
    const unknown = { ...session, transactionId: filled(16, 1) };
    await expectHarmless(bench, async () => bench.device.tryPrepare(unknown), '8.10.1/3.9');
    expectExecuted(await bench.device.tryPrepare(session));
  });

  it('C133b a session whose eUICC is not authenticated yet: 8.10.1/3.9', async () => {
    await using bench = await openBench();
    await bench.place();
    const { transactionId } = await bench.device.initiate();
    const session = { ...(await authenticated(bench)), transactionId };
    await expectHarmless(bench, async () => bench.device.tryPrepare(session), '8.10.1/3.9');
  });

  it('C133c another TransactionID inside euiccSigned2: 8.10.1/3.9, the session goes on', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await authenticated(bench);
    const euiccSigned2 = <T>(value: T): T => ({ ...value, transactionId: filled(16, 1) });
    await expectHarmless(bench, async () => bench.device.tryPrepare(session, { euiccSigned2 }), '8.10.1/3.9');
    expectExecuted(await bench.device.tryPrepare(session));
  });

  it('C133d an error of the eUICC in place of an answer: 8.1/4.2, the session ends, the Profile stays', async () => {
    await using bench = await openBench();
    await bench.place();
    const { transactionId } = await authenticated(bench);
    const response = encode(PrepareDownloadResponse, {
      downloadResponseError: { transactionId, downloadErrorCode: 2 },
    });
    const members = { transactionId: toHex(transactionId), prepareDownloadResponse: toBase64(response) };
    await expectHarmless(bench, async () => bench.device.call('getBoundProfilePackage', members), '8.1/4.2');
    expect(bench.smdp.sessions()).toEqual([]);
  });

  it('C133e the order expires within the session: 8.8.5/4.10, the Profile stays', async () => {
    await using bench = await openBench();
    await bench.place({ expiresAt: after(start, minutes(5)) });
    const session = await authenticated(bench);
    await bench.clock.advance(minutes(5));
    await expectHarmless(bench, async () => bench.device.tryPrepare(session), '8.8.5/4.10');
  });
});

describe('SGP.23 §4.3.13, a retry (SGP.22 §3.1.3.2, §5.6.2)', () => {
  it('C134a with the one-time key of before: it is offered, and the same blocks come in a new secure channel', async () => {
    await using bench = await openBench();
    await bench.place();
    const first = await bench.device.download('M-1');
    const { oneTimeKey } = first.prepared;
    const second = await bench.device.download('M-1', { oneTimeKey });
    expect(second.prepared.smdpSigned2.value.bppEuiccOtpk).toEqual(oneTimeKey.publicKey.point);
    expect(blocksOf(second.boundProfilePackage)).toBe(blocksOf(first.boundProfilePackage));
    expect(toHex(second.boundProfilePackage)).not.toBe(toHex(first.boundProfilePackage));
    expect(toHex(bench.device.open(second.prepared, second.boundProfilePackage).upp)).toBe(
      toHex(stock().upp),
    );
    expect(await standing(bench)).toEqual({ state: 'Downloaded', download: 2, confirmationCode: 0 });
  });

  it('C134b with the one-time key of before, where orders are bound anew: other keys, and it opens too', async () => {
    await using bench = await openBench();
    await bench.place({ rebinding: 'rebind' });
    const first = await bench.device.download('M-1');
    const second = await bench.device.download('M-1', { oneTimeKey: first.prepared.oneTimeKey });
    expect(second.prepared.smdpSigned2.value.bppEuiccOtpk).toBeUndefined();
    expect(blocksOf(second.boundProfilePackage)).not.toBe(blocksOf(first.boundProfilePackage));
    expect(toHex(bench.device.open(second.prepared, second.boundProfilePackage).upp)).toBe(
      toHex(stock().upp),
    );
  });

  it('C135a with another one-time key: a package of other keys, and it opens', async () => {
    await using bench = await openBench();
    await bench.place();
    const first = await bench.device.download('M-1');
    const second = await bench.device.download('M-1');
    expect(blocksOf(second.boundProfilePackage)).not.toBe(blocksOf(first.boundProfilePackage));
    expect(toHex(bench.device.open(second.prepared, second.boundProfilePackage).upp)).toBe(
      toHex(stock().upp),
    );
  });

  it('C135b with another one-time key, where orders are bound once: 8.2/3.7, the first key still is served', async () => {
    await using bench = await openBench();
    await bench.place({ rebinding: 'refuse' });
    const { prepared } = await bench.device.download('M-1');
    expectRefused(await preparing(bench), '8.2/3.7');
    expect(await standing(bench)).toEqual({ state: 'Downloaded', download: 2, confirmationCode: 0 });
    expectExecuted(await preparing(bench, { oneTimeKey: prepared.oneTimeKey }));
  });

  it('C135c another eUICC got the package within the session: 8.2/3.7', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await authenticated(bench);
    await bench.openDevice(otherEid).download('M-1');
    await expectHarmless(bench, async () => bench.device.tryPrepare(session), '8.2/3.7');
  });
});

describe('SGP.23 §4.3.13, the package (SGP.22 §2.5.3, §2.5.4)', () => {
  it.each([
    ['C136a', 'session keys', 'session'],
    ['C136b', 'keys of its own', 'ppk'],
  ] as const)(
    '%s its elements under %s: every 86, 87 and 88 has at most 1020 octets, a full 86 has 1020',
    async (_number, _keys, segmentKeys) => {
      await using bench = await openBench({ settings: { segmentKeys } });
      const metadata = metadataOf(undefined, { iconType: 1, icon: filled(1_024, 0x89) });
      await bench.place({ profile: { ...stock(), metadata } });
      const { prepared, boundProfilePackage } = await bench.device.download('M-1');
      const [, ...blocks] = childrenOf(readTlv(boundProfilePackage));
      const segments = blocks.flatMap(childrenOf);
      const sizesOf = (tag: number): number[] =>
        segments.filter((segment) => segment.tag === tag).map((segment) => wholeOf(segment).length);
      const tags = new Set(segments.map(({ tag }) => tag));
      expect([...tags].sort()).toEqual([0x86, 0x87, 0x88]);
      expect(Math.max(...segments.map((segment) => wholeOf(segment).length))).toBe(1_020);
      expect(sizesOf(0x86).slice(0, -1)).toEqual([1_020, 1_020, 1_020, 1_020]);
      expect(sizesOf(0x88)).toHaveLength(2);
      const opened = bench.device.open(prepared, boundProfilePackage);
      expect([toHex(opened.metadata), toHex(opened.upp)]).toEqual([toHex(metadata), toHex(stock().upp)]);
    },
  );
});
