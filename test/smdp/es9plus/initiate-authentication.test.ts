import { describe, expect, it } from 'vitest';
import type { Bytes } from '#shared/bytes/bytes';
import { filled, fromHex, toBase64, toHex } from '#shared/bytes/bytes';
import { sha256 } from '#shared/crypto/digest';
import type { Entropy } from '#shared/runtime/entropy';
import { seededEntropy } from '#shared/runtime/entropy';

import { base64Member } from '../../support/crafted-device.ts';
import { vectors } from '../../support/vectors.ts';
import { brainpool, nist, openBench } from '../bench.ts';

/** Chance that gives the second transactionId as the first; what it gave is in `drawn`. */
function repeating(entropy: Entropy, drawn: Bytes[]): Entropy {
  return {
    seeded: entropy.seeded,
    at: (path) => repeating(entropy.at(path), drawn),
    draw(purpose, octets) {
      const fresh = entropy.draw(purpose, octets);
      if (purpose !== 'transactionId') return fresh;
      const given = drawn.length === 1 ? (drawn[0] ?? fresh) : fresh;
      drawn.push(given);
      return given;
    },
  };
}

describe('initiateAuthentication', () => {
  it('1: another address than mine is refused with 8.8.1/3.8', async () => {
    await using bench = await openBench();
    const request = bench.device.initiateRequest({ smdpAddress: 'other.test' });
    const answer = await bench.device.call('initiateAuthentication', request);
    expect(answer).toMatchObject({ status: 200, outcome: '8.8.1/3.8' });
    expect(answer.json).not.toHaveProperty('transactionId');
    expect(bench.smdp.sessions()).toEqual([]);
  });

  it.each(['SMDP.test', 'smdp.test:443', 'alias.test', 'Alias.Test:443'])(
    '1: %s is mine too, and is the address that is signed',
    async (smdpAddress) => {
      await using bench = await openBench({ aliases: ['alias.test'] });
      const { serverSigned1 } = await bench.device.initiate({ smdpAddress });
      expect(serverSigned1.serverAddress).toBe(smdpAddress);
    },
  );

  it('1: aliases are meant with the port of the address too', async () => {
    await using bench = await openBench({ address: 'localhost:8443', aliases: ['127.0.0.1', '[::1]'] });
    const outcomeOf = async (smdpAddress: string): Promise<string> => {
      const request = bench.device.initiateRequest({ smdpAddress });
      return (await bench.device.call('initiateAuthentication', request)).outcome;
    };
    expect(await outcomeOf('127.0.0.1:8443')).toBe('Executed-Success');
    expect(await outcomeOf('[::1]:8443')).toBe('Executed-Success');
    expect(await outcomeOf('localhost')).toBe('8.8.1/3.8');
    expect(await outcomeOf('127.0.0.1:8444')).toBe('8.8.1/3.8');
    expect(await outcomeOf('a b')).toBe('8.8.1/3.8');
  });

  it('2: an SVN of another major version is refused with 8.8.3/3.1', async () => {
    await using bench = await openBench();
    const euiccInfo1 = bench.device.euiccInfo1((value) => ({ ...value, svn: fromHex('030000') }));
    const request = bench.device.initiateRequest({ euiccInfo1 });
    expect((await bench.device.call('initiateAuthentication', request)).outcome).toBe('8.8.3/3.1');
  });

  it('3: no CERT.DPauth under a CI for verification is refused with 8.8.4/3.7', async () => {
    await using bench = await openBench();
    const euiccInfo1 = bench.device.euiccInfo1((value) => ({
      ...value,
      euiccCiPKIdListForVerification: [filled(20, 1)],
    }));
    const request = bench.device.initiateRequest({ euiccInfo1 });
    expect((await bench.device.call('initiateAuthentication', request)).outcome).toBe('8.8.4/3.7');
  });

  it('4: no CI for signing that is trusted is refused with 8.8.2/3.1', async () => {
    await using bench = await openBench();
    const euiccInfo1 = bench.device.euiccInfo1((value) => ({
      ...value,
      euiccCiPKIdListForSigning: [filled(20, 1)],
    }));
    const request = bench.device.initiateRequest({ euiccInfo1 });
    expect((await bench.device.call('initiateAuthentication', request)).outcome).toBe('8.8.2/3.1');
  });

  it('checks in the order of the section', async () => {
    await using bench = await openBench();
    const none = { euiccCiPKIdListForVerification: [], euiccCiPKIdListForSigning: [] };
    const euiccInfo1 = bench.device.euiccInfo1(() => ({ svn: fromHex('030000'), ...none }));
    const version = bench.device.initiateRequest({ euiccInfo1 });
    expect((await bench.device.call('initiateAuthentication', version)).outcome).toBe('8.8.3/3.1');
    const all = bench.device.initiateRequest({ euiccInfo1, smdpAddress: 'other.test' });
    expect((await bench.device.call('initiateAuthentication', all)).outcome).toBe('8.8.1/3.8');
    const lists = bench.device.initiateRequest({
      euiccInfo1: bench.device.euiccInfo1((value) => ({ ...value, ...none })),
    });
    expect((await bench.device.call('initiateAuthentication', lists)).outcome).toBe('8.8.4/3.7');
  });

  it.each([
    ['the first CI for signing that is trusted', [filled(20, 1), brainpool.id, nist.id], brainpool],
    ['the other when that comes first', [nist.id, brainpool.id], nist],
  ] as const)('chooses %s, in the order of the eUICC', async (_what, signing, chosen) => {
    await using bench = await openBench({ cis: [nist, brainpool] });
    const euiccInfo1 = bench.device.euiccInfo1((value) => ({
      ...value,
      euiccCiPKIdListForSigning: [...signing],
    }));
    const { ciId, serverCertificate } = await bench.device.initiate({ euiccInfo1 });
    expect(toHex(ciId)).toBe(toHex(chosen.id));
    expect(serverCertificate.curve).toBe(chosen.curve);
  });

  it('speaks under another CI than the eUICC when the eUICC verifies no better one', async () => {
    await using bench = await openBench({ cis: [nist, brainpool] });
    const euiccInfo1 = bench.device.euiccInfo1((value) => ({
      ...value,
      euiccCiPKIdListForVerification: [brainpool.id],
      euiccCiPKIdListForSigning: [nist.id],
    }));
    const { ciId, serverCertificate } = await bench.device.initiate({ euiccInfo1 });
    expect(toHex(ciId)).toBe(toHex(nist.id));
    expect(serverCertificate.curve).toBe('brainpoolP256r1');
  });

  it('gives each session a transactionId and a challenge of its own, also for one euiccChallenge', async () => {
    await using bench = await openBench();
    const request = bench.device.initiateRequest();
    const first = await bench.device.call('initiateAuthentication', request);
    const second = await bench.device.call('initiateAuthentication', request);
    expect(first.json['transactionId']).toMatch(/^[0-9A-F]{32}$/);
    expect(first.json['transactionId']).not.toBe(second.json['transactionId']);
    expect(first.json['serverSigned1']).not.toBe(second.json['serverSigned1']);
    expect(toHex(base64Member(first.json, 'euiccCiPKIdToBeUsed'))).toBe(`0414${toHex(nist.id)}`);
  });

  it('gives a session another transactionId when the one that was drawn is in use', async () => {
    const drawn: Bytes[] = [];
    await using bench = await openBench({ entropy: repeating(seededEntropy(1), drawn) });
    const first = await bench.device.initiate();
    const second = await bench.device.initiate();
    expect([first, second].map(({ transactionId }) => toHex(transactionId))).toEqual(
      [drawn[0]!, drawn[2]!].map(toHex),
    );
    expect(drawn.map(toHex)).toEqual([toHex(drawn[0]!), toHex(drawn[0]!), toHex(second.transactionId)]);
    expect(bench.smdp.sessions()).toHaveLength(2);
  });

  it('draws the chance of a session where the first octets of SHA-256 of the euiccChallenge say', async () => {
    await using bench = await openBench();
    const euiccChallenge = filled(16, 7);
    const path = `smdp/session/${toHex(sha256(euiccChallenge).slice(0, 8)).toLowerCase()}`;
    const request = { ...bench.device.initiateRequest(), euiccChallenge: toBase64(euiccChallenge) };
    await bench.device.initiate();
    const { json } = await bench.device.call('initiateAuthentication', request);
    expect(json['transactionId']).toBe(toHex(seededEntropy(1).at(path).draw('transactionId', 16)));
  });

  it('answers the same octets to the same request in two worlds of one seed', async () => {
    await using one = await openBench();
    await using other = await openBench();
    const [first, second] = [one, other].map((bench) => [bench, bench.device.initiateRequest()] as const);
    const answers = [first!, second!].map(([bench, request]) =>
      bench.device.call('initiateAuthentication', request),
    );
    const [a, b] = await Promise.all(answers);
    expect(a?.text).toBe(b?.text);
  });
});

describe.skipIf(!vectors.available)('the recorded session at a running server', () => {
  it('is refused with 8.8.4/3.7: its EUICCInfo1 lists no CI', async () => {
    await using bench = await openBench();
    const answer = await bench.device.call('initiateAuthentication', {
      smdpAddress: 'smdp.test',
      euiccChallenge: toBase64(vectors.bytes('rsp-session/euicc-challenge.bin')),
      euiccInfo1: toBase64(vectors.bytes('rsp-session/euicc-info1.der')),
    });
    expect(answer.outcome).toBe('8.8.4/3.7');
  });
});
