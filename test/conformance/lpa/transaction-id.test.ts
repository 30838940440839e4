import { describe, expect, it } from 'vitest';

import { decode, encode } from '#shared/asn1/index';
import { filled, fromBase64, toBase64, toHex } from '#shared/bytes/bytes';
import { ServerSigned1 } from '#shared/rsp/authenticate-server';
import { SmdpSigned2 } from '#shared/rsp/prepare-download';

import type { Json } from '../../device-sim/lpa/scripted-server.ts';
import type { Reference } from './reference.ts';
import { openReference } from './reference.ts';

const other = filled(16, 0x0f);
type Changing = 'initiateAuthentication' | 'authenticateClient' | 'getBoundProfilePackage';

/** The server changes one member of an answer of its own. */
function changing(
  { smdp }: Reference,
  name: Changing,
  member: string,
  change: (value: string) => string,
): void {
  smdp.on(name, (request): Json => {
    const truth = smdp[name](request);
    return { ...truth, [member]: change(String(truth[member])) };
  });
}

const signedWith =
  <T extends { readonly transactionId: Uint8Array }>(schema: Parameters<typeof decode<T>>[0]) =>
  (member: string): string =>
    toBase64(encode(schema, { ...decode(schema, fromBase64(member)), transactionId: other }));

describe('SGP.23 §4.4, the TransactionID within a session (SGP.22 §3.0.1, §3.1.3)', () => {
  it.each([
    ['C171a', 'initiateAuthentication', 'transactionId', () => toHex(other), []],
    ['C171b', 'initiateAuthentication', 'serverSigned1', signedWith(ServerSigned1), []],
    ['C171c', 'authenticateClient', 'transactionId', () => toHex(other), ['BF38']],
    ['C171d', 'authenticateClient', 'smdpSigned2', signedWith(SmdpSigned2), ['BF38']],
    ['C171e', 'getBoundProfilePackage', 'transactionId', () => toHex(other), ['BF38', 'BF21']],
  ] as const)(
    '%s %s answers another one in %s: the LPAd stops and says so',
    async (_number, name, member, change, reached) => {
      await using reference = await openReference();
      changing(reference, name, member, change);
      const { stage, diagnosis, message } = await reference.failure();
      expect([stage, diagnosis.code]).toEqual([name, 'transactionIdMismatch']);
      expect(message).toContain(toHex(other));
      expect(reference.smdp.called.at(-1)).toBe(name);
      const functions = reference.card.commands.map((command) => command.slice(0, 4));
      expect(functions.filter((each) => ['BF38', 'BF21', 'BF36'].includes(each))).toEqual(reached);
      expect(await reference.profiles()).toEqual([]);
    },
  );

  it('C171f it is written in small letters throughout: that is the same one', async () => {
    await using reference = await openReference();
    for (const name of ['initiateAuthentication', 'authenticateClient', 'getBoundProfilePackage'] as const)
      changing(reference, name, 'transactionId', (value) => value.toLowerCase());
    expect(await reference.download()).toMatchObject({ ok: true });
  });

  it('C171g the package is of another session: the eUICC refuses it, its result goes to the server', async () => {
    await using reference = await openReference();
    reference.smdp.offer = { inside: { transactionId: other } };
    const failure = await reference.failure();
    expect([failure.stage, failure.diagnosis.code]).toEqual([
      'loadBoundProfilePackage',
      'invalidTransactionId',
    ]);
    expect(reference.smdp.called.at(-1)).toBe('handleNotification');
    expect(reference.posted('handleNotification', 'pendingNotification')).toContain('A208A106800100810103');
    expect([await reference.profiles(), await reference.waiting()]).toEqual([[], []]);
  });
});
