import { tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { contentOf, readTlv, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { filled, fromHex, toHex } from '#shared/bytes/bytes';
import type { CardDescription, CardStore } from '#device-sim/euicc/index';
import { openCardStore, ourRspCapability } from '#device-sim/euicc/index';
import { privateKeyFromDraw } from '#shared/crypto/keys';
import { crlOids } from '#shared/pki/certificate-list';
import type { TbsCertList } from '#shared/pki/certificate-list';

import type { CraftedServer } from '../../../support/crafted-server.ts';
import { said } from '../../../support/crafted-server.ts';
import type { ListParts } from '../../../support/revocation-list.ts';
import { revocationList } from '../../../support/revocation-list.ts';
import type { Bench } from '../bench.ts';
import { brainpoolCi, nistCi, openBench } from '../bench.ts';

const tid = toHex(said.transactionId);
const loaded = 'BF3502A000';
const failed = (code: string): string => `BF35038101${code}`;
const command = (list: Bytes): Bytes => tlv(0xbf35, tlv(0xa0, contentOf(readTlv(list))));
const otherKey = privateKeyFromDraw('P-256', filled(40, 9));

const openWithCrls = (card: Partial<CardDescription> = {}, store?: CardStore): Promise<Bench> =>
  openBench({
    cis: [nistCi(), brainpoolCi()],
    card: { rspCapability: [...ourRspCapability, 'crlSupport'], ...card },
    ...(store && { store }),
  });
const load = (bench: Bench, parts: ListParts, ci = nistCi(), blockSize?: number): Promise<string> =>
  bench.es10(command(revocationList(ci, parts)), blockSize);

describe('LoadCRL on a card without crlSupport', () => {
  it.each([
    ['a list', command(revocationList(nistCi(), { number: 1 }))],
    ['an empty one', fromHex('BF3502A000')],
    ['what is no list', fromHex('BF3505A003020105')],
    ['content that is no TLV', fromHex('BF3505A003FFFFFF')],
  ])('%s: 127, in whatever blocks it comes, and the card goes on', async (_, whole) => {
    await using bench = await openBench();
    for (const blockSize of [1, 120, 255]) expect(await bench.es10(whole, blockSize)).toBe(failed('7F'));
    expect((await bench.store.read())!.crls).toEqual([]);
    expect(await bench.es10('BF2E00')).toMatch(/^BF2E12/);
  });

  it.each([
    ['the longest command of 256 blocks', 65_280, failed('7F'), '9000'],
    ['one octet more than that', 65_281, '', '6A84'],
  ])('%s', async (_, octets, data, sw) => {
    await using bench = await openBench();
    const whole = tlv(0xbf35, tlv(0xa0, tlv(0x04, filled(octets - 13, 0))));
    expect(whole).toHaveLength(octets);
    const answer = await bench.send(whole, 255);
    expect([toHex(answer.data), answer.sw]).toEqual([data, sw]);
    expect(await bench.es10('BF2E00')).toMatch(/^BF2E12/);
  });

  it.each(['BF3500', 'BF3503020105', 'BF35028000'])('%s is not the command: 6A80', async (octets) => {
    await using bench = await openBench();
    expect((await bench.send(octets)).sw).toBe('6A80');
  });
});

describe('LoadCRL on a card with crlSupport (SGP.22 §5.7.12)', () => {
  it('EUICCInfo2 tells crlSupport: 880203D8', async () => {
    await using bench = await openWithCrls();
    expect(await bench.es10('BF2200')).toContain('880203D8');
  });

  it.each([1, 63, 255])('a list is taken in blocks of %i octets', async (blockSize) => {
    await using bench = await openWithCrls();
    expect(await load(bench, { number: 1, revoked: [fromHex('0102')] }, nistCi(), blockSize)).toBe(loaded);
    const { crls } = (await bench.store.read())!;
    expect(crls.map(({ number, revoked }) => [number, revoked.map(toHex)])).toEqual([[1, ['0102']]]);
  });

  const withExtension = (extnID: string, critical: boolean) => (tbs: TbsCertList) => ({
    ...tbs,
    crlExtensions: [...(tbs.crlExtensions ?? []), { extnID, critical, extnValue: fromHex('0500') }],
  });
  const withoutExtension = (extnID: string) => (tbs: TbsCertList) => ({
    ...tbs,
    crlExtensions: (tbs.crlExtensions ?? []).filter((extension) => extension.extnID !== extnID),
  });

  it.each<readonly [string, string, ListParts]>([
    ['another key has signed it', '01', { number: 1, key: otherKey }],
    ['its signature is no ECDSA signature', '01', { number: 1, signatureValue: fromHex('0500') }],
    ['it is of version 1', '02', { number: 1, edit: (tbs) => ({ ...tbs, version: 0 }) }],
    ['it has no number', '02', { number: 1, edit: withoutExtension(crlOids.crlNumber) }],
    ['it names no issuer key', '02', { number: 1, edit: withoutExtension(crlOids.authorityKeyIdentifier) }],
    ['a critical extension is unknown', '02', { number: 1, edit: withExtension('1.2.3.4', true) }],
    ['an extension stands there twice', '02', { number: 1, edit: withExtension(crlOids.crlNumber, false) }],
    [
      'the algorithm is another one',
      '02',
      { number: 1, edit: (tbs) => ({ ...tbs, signature: { algorithm: '1.2.840.10045.4.3.3' } }) },
    ],
    ['it is part 3 of 2', '02', { number: 1, part: { number: 3, of: 2 } }],
    ['it is part 0 of 2', '02', { number: 1, part: { number: 0, of: 2 } }],
    ['it has a million parts', '02', { number: 1, part: { number: 1, of: 1_000_000 } }],
    ['it is a delta to a list that is not here', '06', { number: 2, base: 1 }],
  ])('%s: error %s, and nothing is kept', async (_, code, parts) => {
    await using bench = await openWithCrls();
    expect(await load(bench, parts)).toBe(failed(code));
    expect((await bench.store.read())!.crls).toEqual([]);
  });

  it.each([
    ['an empty one', 'BF3502A000'],
    ['an INTEGER', 'BF3505A003020105'],
    ['content that is no TLV', 'BF3505A003FFFFFF'],
    ['a certificate', toHex(command(nistCi().certificate.der))],
  ])('%s: invalidCRLFormat', async (_, octets) => {
    await using bench = await openWithCrls();
    expect(await bench.es10(octets)).toBe(failed('02'));
  });

  it('an unknown extension that is not critical is passed over', async () => {
    await using bench = await openWithCrls();
    expect(await load(bench, { number: 1, edit: withExtension('1.2.3.4', false) })).toBe(loaded);
  });

  it('a CI whose servers the card does not believe: verificationKeyNotFound', async () => {
    await using bench = await openWithCrls({ trustedCis: [brainpoolCi()] });
    expect(await load(bench, { number: 1 })).toBe(failed('04'));
    expect(await load(bench, { number: 1 }, brainpoolCi())).toBe(loaded);
  });

  it('an older list than the one that is here: fresherCrlAlreadyLoaded; each CI counts for itself', async () => {
    await using bench = await openWithCrls();
    expect(await load(bench, { number: 7 })).toBe(loaded);
    expect(await load(bench, { number: 6 })).toBe(failed('05'));
    expect(await load(bench, { number: 7 })).toBe(loaded);
    expect(await load(bench, { number: 1 }, brainpoolCi())).toBe(loaded);
    expect(await load(bench, { number: 8 })).toBe(loaded);
    const { crls } = (await bench.store.read())!;
    expect(crls.map(({ number }) => number).sort()).toEqual([1, 8]);
  });

  it('more than the memory holds: notEnoughMemorySpace; what is there is told as taken', async () => {
    await using bench = await openWithCrls({ memory: 2_000 });
    const many = Array.from({ length: 60 }, (_, index) => Uint8Array.of(1, index));
    expect(await load(bench, { number: 1, revoked: many })).toMatch(/^BF3502A000$/);
    expect(await load(bench, { number: 2, revoked: [...many, ...many] })).toBe(failed('03'));
    const octets = (await bench.store.read())!.crls[0]!.octets;
    const free = (2_000 - octets).toString(16).toUpperCase().padStart(8, '0');
    expect(await bench.es10('BF2200')).toContain(`8204${free}`);
  });

  it('parts are told until all are there, and only then an older list goes', async () => {
    await using bench = await openWithCrls();
    const numbers = async () =>
      (await bench.store.read())!.crls.map(({ number, part }) => `${number}.${part}`);
    await load(bench, { number: 1 });
    const part = (number: number) => load(bench, { number: 2, part: { number, of: 3 } });
    expect(await part(2)).toBe('BF350AA008A006020101020103');
    expect(await part(2)).toBe('BF350AA008A006020101020103');
    expect(await part(1)).toBe('BF3507A005A003020103');
    expect(await load(bench, { number: 1 })).toBe(loaded);
    expect(await numbers()).toEqual(['1.1', '2.1', '2.2']);
    expect(await part(3)).toBe(loaded);
    expect(await numbers()).toEqual(['2.1', '2.2', '2.3']);
    expect(await load(bench, { number: 1 })).toBe(failed('05'));
    expect(await load(bench, { number: 2 })).toBe(loaded);
    expect(await numbers()).toEqual(['2.1']);
  });

  it('a delta adds to the list before it, which stays', async () => {
    await using bench = await openWithCrls();
    await load(bench, { number: 3, revoked: [fromHex('01')] });
    expect(await load(bench, { number: 5, base: 4 })).toBe(failed('06'));
    expect(await load(bench, { number: 4, base: 3, revoked: [fromHex('02')] })).toBe(loaded);
    expect((await bench.store.read())!.crls.map(({ revoked }) => revoked.map(toHex))).toEqual([
      ['01'],
      ['02'],
    ]);
  });
});

describe('a certificate that a loaded list names', () => {
  const serialOf = (role: 'dpAuth' | 'dpPb', server: CraftedServer): Bytes =>
    server.identity[role].certificate.serialNumber;

  it('CERT.DPauth: AuthenticateServer is invalidCertificate, also after a loss of power', async () => {
    await using bench = await openWithCrls();
    await bench.authenticated();
    await load(bench, { number: 1, revoked: [fromHex('01'), serialOf('dpAuth', bench.server)] });
    for (let round = 0; round < 2; round += 1) {
      const answer = await bench.es10(bench.server.authenticateServer(await bench.challenge()));
      expect(answer).toBe(`BF3817A1158010${tid}020101`);
      expect(bench.session).toBe('none');
      await bench.powerCycle();
    }
    await load(bench, { number: 2, revoked: [fromHex('01')] });
    await bench.authenticated();
  });

  it('CERT.DPpb: PrepareDownload is invalidCertificate', async () => {
    await using bench = await openWithCrls();
    await load(bench, { number: 1, part: { number: 2, of: 2 }, revoked: [serialOf('dpPb', bench.server)] });
    const request = bench.server.prepareDownload(await bench.authenticated());
    expect(await bench.es10(request)).toBe(`BF2117A1158010${tid}020101`);
    expect(bench.session).toBe('none');
  });

  it('a list of another CI says nothing about it', async () => {
    await using bench = await openWithCrls();
    const revoked = [serialOf('dpAuth', bench.server), serialOf('dpPb', bench.server)];
    expect(await load(bench, { number: 1, revoked }, brainpoolCi())).toBe(loaded);
    await bench.prepared();
  });
});

describe('lists in a database', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'crl-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('are there again, sorted, after the file was opened anew', async () => {
    const file = join(folder, 'device.sqlite');
    const bench = await openWithCrls({}, await openCardStore(file));
    await load(bench, { number: 10, revoked: [fromHex('0A')] });
    await load(bench, { number: 9, part: { number: 1, of: 2 } });
    await load(bench, { number: 11, part: { number: 2, of: 2 } });
    await load(bench, { number: 11, part: { number: 1, of: 3 } });
    const before = (await bench.store.read())!.crls;
    await bench.euicc.close();
    const again = await openCardStore(file);
    expect((await again.read())!.crls).toEqual(before);
    expect(before.map(({ number, part, of }) => `${number}.${part}/${of}`)).toEqual(['10.1/1', '11.1/3']);
    await again.close();
  });
});
