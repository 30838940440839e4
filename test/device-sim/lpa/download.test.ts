import { describe, expect, it } from 'vitest';

import { acceptingHost } from '#device-sim/lpa/index';
import { fromBase64, toHex } from '#shared/bytes/bytes';
import { hashCc } from '#shared/crypto/digest';
import { parseImei } from '#shared/identifiers/imei';
import { virtualClock } from '#shared/runtime/clock';
import { instant, minutes, seconds, toIso } from '#shared/runtime/span';

import {
  address,
  Bench,
  bpp,
  challenge,
  euiccInfo1,
  honest,
  iccid,
  lastSegment,
  metadata,
  serverSigned1,
  transactionId,
} from './bench.ts';
import { result } from './scripted-card.ts';
import { executed } from './scripted-server.ts';

const octetsIn = (json: unknown): string => toHex(fromBase64(String(json)));

describe('a download', () => {
  it('goes through its stages, installs, enables, and tells the server of both', async () => {
    const bench = new Bench();
    expect(await bench.download()).toEqual({
      ok: true,
      iccid,
      state: 'enabled',
      notifications: { delivered: 2, pending: 0 },
      resumed: false,
    });
    expect(bench.stages).toEqual([
      'activationCode',
      'initiateAuthentication',
      'authenticateServer',
      'authenticateClient',
      'consent',
      'prepareDownload',
      'getBoundProfilePackage',
      'loadBoundProfilePackage',
      'enable',
      'handleNotification',
    ]);
    expect(bench.state).toBe(1);
    expect(bench.pending).toEqual([]);
  });

  it('calls the functions of card and server in the order of the figure', async () => {
    const bench = new Bench();
    await bench.download();
    expect(bench.card.commands.map((command) => command.slice(0, 4))).toEqual([
      ...['BF20', 'BF28', 'BF2E', 'BF22', 'BF38', 'BF21'],
      ...['BF36', 'A01A', 'A127', '8825', 'A334', '8618', '8618'],
      ...['BF31', 'BF28', 'BF2B', 'BF30', 'BF2B', 'BF30'],
    ]);
    expect(bench.server.called).toEqual([
      'initiateAuthentication',
      'authenticateClient',
      'getBoundProfilePackage',
      'handleNotification',
      'handleNotification',
    ]);
  });

  it('hands the octets of each end to the other as they are', async () => {
    const bench = new Bench();
    await bench.download();
    const [initiate] = bench.server.requests('initiateAuthentication');
    expect(octetsIn(initiate?.['euiccChallenge'])).toBe(toHex(challenge));
    expect(octetsIn(initiate?.['euiccInfo1'])).toBe(toHex(euiccInfo1));
    expect(initiate?.['smdpAddress']).toBe(address);
    const [authenticate] = bench.card.sent('BF38');
    expect(authenticate).toContain(toHex(serverSigned1()));
    const [client] = bench.server.requests('authenticateClient');
    expect(client?.['transactionId']).toBe(toHex(transactionId));
    expect(octetsIn(client?.['authenticateServerResponse']).slice(0, 4)).toBe('BF38');
  });

  it('sends the members of each function and none beside them, with the headers of es9plus.md §1', async () => {
    const bench = new Bench();
    await bench.download();
    const sent = bench.server.calls.map(({ name, request }) => [name, ...Object.keys(request).sort()]);
    expect(sent).toEqual([
      ['initiateAuthentication', 'euiccChallenge', 'euiccInfo1', 'smdpAddress'],
      ['authenticateClient', 'authenticateServerResponse', 'transactionId'],
      ['getBoundProfilePackage', 'prepareDownloadResponse', 'transactionId'],
      ['handleNotification', 'pendingNotification'],
      ['handleNotification', 'pendingNotification'],
    ]);
    for (const { url, name, headers } of bench.server.calls) {
      expect(url).toBe(`https://${address}/gsma/rsp2/es9plus/${name}`);
      expect(headers).toEqual({
        'Content-Type': 'application/json',
        'User-Agent': 'gsma-rsp-lpad',
        'X-Admin-Protocol': 'gsma/rsp/v2.6.0',
      });
    }
  });

  it('sends MatchingID, TAC and capabilities, those of 5G only to cards that know them', async () => {
    const bench = new Bench();
    await bench.download();
    expect(bench.card.sent('BF38')[0]).toMatch(
      /A01F800451522D31A117800453926011A10F80030F000081030F000085030F0000$/,
    );
  });

  it('sends the IMEI with its last octet unswapped (es10.md §4)', async () => {
    const bench = new Bench();
    await bench.lpa.download({
      activationCode: `1$${address}$`,
      enable: false,
      imei: parseImei('123456789012345'),
      host: {
        consent: async () => 'accept',
        confirmationCode: async () => undefined,
        stage: () => undefined,
      },
    });
    expect(bench.card.sent('BF38')[0]).toMatch(
      /A023A121800421436587A10F80030F000081030F000085030F00008208214365870921435F$/,
    );
  });

  it('leaves the profile disabled where that is wanted', async () => {
    const bench = new Bench();
    const outcome = await bench.download({ enable: false });
    expect(outcome).toMatchObject({ state: 'disabled', notifications: { delivered: 1, pending: 0 } });
    expect(bench.card.sent('BF31')).toEqual([]);
  });

  it('sends the package in the segments of SGP.22 §2.5.5, each a chain of its own', async () => {
    const bench = new Bench();
    await bench.download();
    const whole = toHex(bpp());
    const sent = bench.card.commands.slice(6, 13);
    expect(sent.join('')).toBe(whole);
    expect(sent[2]).toBe('A127');
    expect(sent[4]).toBe('A334');
    expect(sent[6]).toBe(toHex(lastSegment));
  });

  it('enables with refreshFlag false', async () => {
    const bench = new Bench();
    await bench.download();
    expect(bench.card.sent('BF31')).toEqual(['BF3111A00C5A0A98001032547698103214810100']);
  });

  it('takes a profile that is enabled already for enabled', async () => {
    const bench = new Bench();
    bench.card.on(0xbf31, () => {
      bench.state = 1;
      return result(0xbf31, 2);
    });
    expect(await bench.download()).toMatchObject({ state: 'enabled' });
  });

  it('closes the logical channel in the end', async () => {
    const bench = new Bench();
    await bench.download();
    expect(bench.card.apdus.at(-1)).toBe('0070800100');
  });

  it('ends well with a notification kept when the server takes none', async () => {
    const bench = new Bench();
    bench.server.on('handleNotification', { httpStatus: 500 });
    expect(await bench.download()).toMatchObject({ notifications: { delivered: 0, pending: 2 } });
    expect(bench.pending).toHaveLength(2);
    expect(bench.card.sent('BF30')).toEqual([]);
  });

  it('gives each call the time-out that was set, by the Clock', async () => {
    const bench = new Bench({ timeout: seconds(5) });
    await bench.download();
    expect(bench.server.calls.map(({ timeout }) => timeout)).toEqual(Array(5).fill(5_000));
  });

  it('lets the clock run on while a person thinks', async () => {
    const clock = virtualClock(instant('2026-11-23T09:00:00Z'));
    const consent = async () => {
      await clock.sleep(minutes(30));
      return 'accept' as const;
    };
    const host = { ...acceptingHost, consent };
    await clock.run(() => new Bench({}, clock).download({ host }));
    expect(toIso(clock.now())).toBe('2026-11-23T09:30:00.000Z');
  });

  it('works at every block size', async () => {
    const bench = new Bench({ blockSize: 63 });
    expect(await bench.download()).toMatchObject({ ok: true });
  });
});

describe('a Confirmation Code', () => {
  const wanting = (): Bench => {
    const bench = new Bench();
    bench.server.on('authenticateClient', () => executed(honest.authenticateClient(metadata, true)));
    return bench;
  };

  it('is hashed with the transactionId and handed to the card (es9plus.md §2.3)', async () => {
    const bench = wanting();
    await bench.download({ confirmationCode: '12345678' });
    expect(bench.card.sent('BF21')[0]).toContain(`0420${toHex(hashCc('12345678', transactionId))}`);
    expect(bench.stages).toContain('confirmationCode');
  });

  it('is asked of the host when none was given', async () => {
    const bench = wanting();
    await bench.download({
      host: { consent: async () => 'accept', confirmationCode: async () => 'ABC', stage: () => undefined },
    });
    expect(bench.card.sent('BF21')[0]).toContain(toHex(hashCc('ABC', transactionId)));
  });

  it('is not sent when the server wants none', async () => {
    const bench = new Bench();
    await bench.download({ confirmationCode: '12345678' });
    expect(bench.card.sent('BF21')[0]).not.toContain('0420');
    expect(bench.stages).not.toContain('confirmationCode');
  });
});
