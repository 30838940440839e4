import { describe, expect, it } from 'vitest';

import { decode } from '#shared/asn1/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import { readCertificate } from '#shared/pki/certificate';
import { CancelSessionResponse } from '#shared/rsp/cancel-session';
import type { SessionState } from '#device-sim/euicc/index';

import { said } from '../../../support/crafted-server.ts';
import { openBench } from '../bench.ts';

const tid = toHex(said.transactionId);
const cancel = (reason = '00', transactionId = tid) => `BF41158010${transactionId}8101${reason}`;

describe('CancelSession', () => {
  it.each(['authenticated', 'prepared', 'loading'] as const)(
    'in state %s signs transaction, SM-DP+ OID and reason, and ends the session',
    async (state: SessionState) => {
      await using bench = await openBench();
      await bench.bringInto(state);
      const answer = await bench.es10(cancel('03'));
      const { cancelSessionResponseOk: ok } = decode(CancelSessionResponse, fromHex(answer));
      expect(toHex(ok!.euiccCancelSessionSigned.der)).toBe(`301A8010${tid}810388370A820103`);
      const { identities } = (await bench.store.read())!.description;
      const { publicKey } = readCertificate(identities[0]!.euicc);
      const { euiccCancelSessionSigned, euiccCancelSessionSignature } = ok!;
      expect(verify(publicKey, euiccCancelSessionSigned.der, euiccCancelSessionSignature)).toBe(true);
      expect(bench.session).toBe('none');
      expect(await bench.es10(cancel())).toBe('BF4103810105');
    },
  );

  it.each(['00', '01', '02', '03', '04', '05', '7F', '63'])(
    'the reason %s is signed as it came',
    async (reason) => {
      await using bench = await openBench();
      await bench.authenticated();
      expect(await bench.es10(cancel(reason))).toContain(`810388370A8201${reason}5F3740`);
    },
  );

  it('without a session there is no transaction: error 5', async () => {
    await using bench = await openBench();
    expect(await bench.es10(cancel())).toBe('BF4103810105');
  });

  it('with a challenge only: error 5, and the challenge is dropped', async () => {
    await using bench = await openBench();
    await bench.challenge();
    expect(await bench.es10(cancel())).toBe('BF4103810105');
    expect(bench.session).toBe('none');
  });

  it('another transaction: error 5, and the session goes on', async () => {
    await using bench = await openBench();
    const signature = await bench.authenticated();
    expect(await bench.es10(cancel('00', 'EE'.repeat(16)))).toBe('BF4103810105');
    expect(await bench.es10(bench.server.prepareDownload(signature))).toMatch(/^BF2181..A081/);
  });
});
