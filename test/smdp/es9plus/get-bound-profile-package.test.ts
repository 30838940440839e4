import { describe, expect, it } from 'vitest';
import { childrenOf, encode, readTlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, toBase64, toHex } from '#shared/bytes/bytes';
import { readBoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { PrepareDownloadResponse } from '#shared/rsp/prepare-download';
import { after, minutes } from '#shared/runtime/span';

import type { PreparationChanges } from '../../support/crafted-device.ts';
import { flipBit } from '../../support/crafted-device.ts';
import type { Bench } from '../bench.ts';
import { brainpool, nist, openBench, otherEid, start, stock } from '../bench.ts';

/** Comes as far as the one-time key, shows it with `changes`, and says what came back. */
async function outcomeOf(bench: Bench, changes: PreparationChanges = {}): Promise<string> {
  const session = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
  return (await bench.device.tryPrepare(session, changes)).outcome;
}

/** The package without InitialiseSecureChannel. */
function protectedPartOf(boundProfilePackage: Bytes): string {
  return toHex(concat(...childrenOf(readTlv(boundProfilePackage)).slice(1).map(wholeOf)));
}

describe('getBoundProfilePackage, the message', () => {
  it('1: an unknown transactionId is refused with 8.10.1/3.9', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    const unknown = { ...session, transactionId: filled(16, 1) };
    expect((await bench.device.tryPrepare(unknown)).outcome).toBe('8.10.1/3.9');
    expect((await bench.device.tryPrepare(session)).outcome).toBe('Executed-Success');
  });

  it('2: an error of the eUICC is answered 8.1/4.2; the session ends, the Profile stays', async () => {
    await using bench = await openBench();
    await bench.place();
    const { transactionId } = await bench.device.authenticate(await bench.device.initiate(), {
      matchingId: 'M-1',
    });
    const answerTo = async (inner: Bytes): Promise<string> => {
      const response = encode(PrepareDownloadResponse, {
        downloadResponseError: { transactionId: inner, downloadErrorCode: 2 },
      });
      const answer = await bench.device.call('getBoundProfilePackage', {
        transactionId: toHex(transactionId),
        prepareDownloadResponse: toBase64(response),
      });
      return answer.outcome;
    };
    expect(await answerTo(filled(16, 1))).toBe('8.10.1/3.9');
    expect(bench.smdp.sessions()).toHaveLength(1);
    expect(await answerTo(transactionId)).toBe('8.1/4.2');
    expect(bench.smdp.sessions()).toEqual([]);
    expect(await bench.state()).toBe('Released');
  });

  it('3: a wrong euiccSignature2 is refused with 8.1/6.1', async () => {
    await using bench = await openBench();
    await bench.place();
    expect(await outcomeOf(bench, { signature: (octets) => flipBit(octets) })).toBe('8.1/6.1');
    expect(await bench.state()).toBe('Released');
  });

  it('3: another transactionId inside is 8.10.1/3.9, and the session stays', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    const foreign = await bench.device.tryPrepare(session, {
      euiccSigned2: (value) => ({ ...value, transactionId: filled(16, 1) }),
    });
    expect(foreign.outcome).toBe('8.10.1/3.9');
    expect((await bench.device.tryPrepare(session)).outcome).toBe('Executed-Success');
  });

  it('a one-time key that is no point of the curve is refused with 1.3.1/2.1', async () => {
    await using bench = await openBench();
    await bench.place();
    const euiccOtpk = filled(65, 4);
    expect(await outcomeOf(bench, { euiccSigned2: (value) => ({ ...value, euiccOtpk }) })).toBe('1.3.1/2.1');
  });
});

describe('getBoundProfilePackage, the Confirmation Code', () => {
  it('4: a missing one is refused with 8.2.7/2.2 and is not counted', async () => {
    await using bench = await openBench();
    await bench.place({ confirmationCode: '12345678' });
    expect(await outcomeOf(bench)).toBe('8.2.7/2.2');
    expect((await bench.smdp.orders.list())[0]?.attempts.confirmationCode).toBe(0);
  });

  it('6: a wrong one is refused with 8.2.7/3.8, is counted, and ends the session', async () => {
    await using bench = await openBench();
    await bench.place({ confirmationCode: '12345678' });
    expect(await outcomeOf(bench, { confirmationCode: '12345679' })).toBe('8.2.7/3.8');
    const [order] = await bench.smdp.orders.list();
    expect(order).toMatchObject({ state: 'Released', attempts: { confirmationCode: 1 } });
    expect(bench.smdp.sessions()).toEqual([]);
    expect(bench.events('order.progress').at(-1)).toMatchObject({
      point: 'confirmationFailure',
      status: 'confirmationCodeRefused',
    });
    expect(await outcomeOf(bench, { confirmationCode: '12345678' })).toBe('Executed-Success');
  });

  it('5: the last wrong one is refused with 8.2.7/6.4, and the Profile goes to Error', async () => {
    await using bench = await openBench();
    await bench.place({ confirmationCode: '1', confirmationCodeAttempts: 2 });
    expect(await outcomeOf(bench, { confirmationCode: '2' })).toBe('8.2.7/3.8');
    expect(await outcomeOf(bench, { confirmationCode: '2' })).toBe('8.2.7/6.4');
    expect(await bench.state()).toBe('Error');
    const session = await bench.device.initiate();
    expect((await bench.device.tryAuthenticate(session, { matchingId: 'M-1' })).outcome).toBe('8.2.6/3.8');
  });

  it('5: a session that was open meanwhile is refused with 8.2.7/6.4 even with the right code', async () => {
    await using bench = await openBench();
    await bench.place({ confirmationCode: '1', confirmationCodeAttempts: 1 });
    const open = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    expect(await outcomeOf(bench, { confirmationCode: '2' })).toBe('8.2.7/6.4');
    expect((await bench.device.tryPrepare(open, { confirmationCode: '1' })).outcome).toBe('8.2.7/6.4');
    expect(await bench.state()).toBe('Error');
  });

  it('one that is not required is ignored', async () => {
    await using bench = await openBench();
    await bench.place();
    expect(await outcomeOf(bench, { confirmationCode: '1234' })).toBe('Executed-Success');
  });

  it('is of no account where none is required, however few attempts there are', async () => {
    await using bench = await openBench();
    await bench.place({ confirmationCodeAttempts: 0 });
    expect(await outcomeOf(bench)).toBe('Executed-Success');
  });
});

describe('getBoundProfilePackage, the keys of the segments', () => {
  it.each(['session', 'ppk'] as const)('%s: as the settings say', async (segmentKeys) => {
    await using bench = await openBench({ settings: { segmentKeys } });
    await bench.place();
    const { prepared, boundProfilePackage } = await bench.device.download('M-1');
    const { secondSequenceOf87: replaced } = readBoundProfilePackage(boundProfilePackage);
    expect(replaced?.length).toBe(segmentKeys === 'ppk' ? 1 : undefined);
    expect(toHex(bench.device.open(prepared, boundProfilePackage).upp)).toBe(toHex(stock().upp));
  });
});

describe('getBoundProfilePackage, the order', () => {
  it('7: an order that has expired meanwhile is refused with 8.8.5/4.10', async () => {
    await using bench = await openBench();
    await bench.place({ expiresAt: after(start, minutes(5)) });
    const session = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    await bench.clock.advance(minutes(5));
    expect((await bench.device.tryPrepare(session)).outcome).toBe('8.8.5/4.10');
    expect(await bench.state()).toBe('Released');
  });

  it('8: a Profile that another eUICC has got meanwhile is refused with 8.2/3.7', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    await bench.openDevice(otherEid).download('M-1');
    expect((await bench.device.tryPrepare(session)).outcome).toBe('8.2/3.7');
  });

  it('8: a Profile that another eUICC has got meanwhile is not ended by wrong Confirmation Codes', async () => {
    await using bench = await openBench();
    await bench.place({ confirmationCode: '1234', confirmationCodeAttempts: 1 });
    const other = bench.openDevice(otherEid);
    const late = await other.authenticate(await other.initiate(), { matchingId: 'M-1' });
    await bench.device.download('M-1', { confirmationCode: '1234' });
    expect((await other.tryPrepare(late, { confirmationCode: '4321' })).outcome).toBe('8.2/3.7');
    expect(await bench.state()).toBe('Downloaded');
  });

  it('8: a Profile that has been installed meanwhile is refused with 8.2/3.7', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    const { prepared } = await bench.device.download('M-1');
    await bench.device.notify(bench.device.installationResult(prepared, 'success'));
    expect((await bench.device.tryPrepare(session)).outcome).toBe('8.2/3.7');
    expect(await bench.state()).toBe('Installed');
  });

  it('9: the Profile is Downloaded once the package was delivered, and the operator is told', async () => {
    await using bench = await openBench();
    await bench.place();
    expect(await outcomeOf(bench)).toBe('Executed-Success');
    expect(await bench.state()).toBe('Downloaded');
    expect(bench.events('order.progress').at(-1)).toMatchObject({ point: 'bppDownload', status: 'success' });
    expect(bench.events('order.moved').map(({ from, to }) => [from, to])).toEqual([
      [undefined, 'Released'],
      ['Released', 'Downloaded'],
    ]);
  });
});

describe('a retry', () => {
  it('with the same one-time key gets the same package but for its secure channel', async () => {
    await using bench = await openBench();
    await bench.place();
    const first = await bench.device.download('M-1');
    const { oneTimeKey } = first.prepared;
    const second = await bench.device.download('M-1', { oneTimeKey });
    expect(protectedPartOf(second.boundProfilePackage)).toBe(protectedPartOf(first.boundProfilePackage));
    expect(toHex(second.boundProfilePackage)).not.toBe(toHex(first.boundProfilePackage));
    const { upp } = bench.device.open(second.prepared, second.boundProfilePackage);
    expect(toHex(upp)).toBe(toHex(stock().upp));
  });

  it('with another one-time key gets another package', async () => {
    await using bench = await openBench();
    await bench.place();
    const first = await bench.device.download('M-1');
    const second = await bench.device.download('M-1');
    expect(protectedPartOf(second.boundProfilePackage)).not.toBe(protectedPartOf(first.boundProfilePackage));
    const { upp } = bench.device.open(second.prepared, second.boundProfilePackage);
    expect(toHex(upp)).toBe(toHex(stock().upp));
  });

  it('of an order that is to be rebound gets another package and is offered no key', async () => {
    await using bench = await openBench({ settings: { rebinding: 'rebind' } });
    await bench.place();
    const first = await bench.device.download('M-1');
    const { oneTimeKey } = first.prepared;
    const second = await bench.device.download('M-1', { oneTimeKey });
    expect(second.prepared.smdpSigned2.value.bppEuiccOtpk).toBeUndefined();
    expect(protectedPartOf(second.boundProfilePackage)).not.toBe(protectedPartOf(first.boundProfilePackage));
  });

  it('of an order that is not to be rebound is refused with 8.2/3.7, but for the same key', async () => {
    await using bench = await openBench();
    await bench.place({ rebinding: 'refuse' });
    const { prepared } = await bench.device.download('M-1');
    expect(await outcomeOf(bench)).toBe('8.2/3.7');
    const { oneTimeKey } = prepared;
    expect(await outcomeOf(bench, { oneTimeKey })).toBe('Executed-Success');
  });

  it('on another curve is offered no key of before, and gets another package', async () => {
    await using bench = await openBench({ cis: [nist, brainpool] });
    await bench.place();
    const first = await bench.device.download('M-1');
    const euiccInfo1 = bench.device.euiccInfo1((value) => ({
      ...value,
      euiccCiPKIdListForSigning: [brainpool.id],
    }));
    const shown = await bench.device.authenticate(await bench.device.initiate({ euiccInfo1 }), {
      matchingId: 'M-1',
    });
    expect(shown.smdpSigned2.value.bppEuiccOtpk).toBeUndefined();
    const second = await bench.device.prepare(shown);
    expect(protectedPartOf(second.boundProfilePackage)).not.toBe(protectedPartOf(first.boundProfilePackage));
    const { upp } = bench.device.open(second.prepared, second.boundProfilePackage);
    expect(toHex(upp)).toBe(toHex(stock().upp));
  });

  it('under another address gets the metadata it was shown', async () => {
    await using bench = await openBench({ aliases: ['alias.test'] });
    await bench.place();
    const { prepared } = await bench.device.download('M-1');
    const begun = await bench.device.initiate({ smdpAddress: 'alias.test' });
    const shown = await bench.device.authenticate(begun, { matchingId: 'M-1' });
    const again = await bench.device.prepare(shown, { oneTimeKey: prepared.oneTimeKey });
    const { metadata } = bench.device.open(again.prepared, again.boundProfilePackage);
    expect(toHex(metadata)).toBe(toHex(shown.metadata));
  });
});
