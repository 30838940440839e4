import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';
import type { HttpClient } from '#shared/http/client';
import { httpClient } from '#shared/http/client';
import { HandleDownloadProgressInfo } from '#shared/rsp/es2plus';

interface Bench extends AsyncDisposable {
  readonly world: World;
  readonly iccid: string;
  readonly faults: unknown[];
  readonly findings: string[];
  /** Status and line of an answer. */
  post(body: string | Uint8Array, mediaType?: string): Promise<readonly [number, string]>;
}

/** An operator with one order, and somebody certified who calls its API. */
async function openBench(): Promise<Bench> {
  const world = await openWorld({ seed: 1, devices: [], network: false });
  const { clock, names, web, trace } = world;
  const client: HttpClient = httpClient({
    clock,
    names,
    judge: web.judgeOfServers(),
    identity: web.client('an SM-DP+'),
  });
  const { order } = await world.desk.order({});
  const faults: unknown[] = [];
  const findings: string[] = [];
  trace.on('fault', ({ error }) => faults.push(error));
  trace.on('finding', ({ what }) => findings.push(what));
  return {
    world,
    iccid: order.iccid,
    faults,
    findings,
    post: async (body, mediaType = 'application/json') => {
      const { status, body: answer } = await client.send(
        'POST',
        `https://api.operator.test${HandleDownloadProgressInfo.path}`,
        {
          body: typeof body === 'string' ? toUtf8(body) : body,
          headers: { 'Content-Type': mediaType },
        },
      );
      return [status, fromUtf8(answer)];
    },
    [Symbol.asyncDispose]: async () => {
      client.close();
      await world.close();
    },
  };
}

const header = { functionRequesterIdentifier: '2.999.10', functionCallIdentifier: 'T-1' };

/** The call for a download of that Profile, with other members. */
const told = (iccid: string, other: object = {}): string =>
  JSON.stringify({
    header,
    iccid,
    profileType: 'x',
    timestamp: '2026-11-23T09:00:00Z',
    notificationPointId: 3,
    notificationPointStatus: { status: 'Executed-Success' },
    ...other,
  });

const failed = (statusCodeData: object): object => ({
  notificationPointId: 4,
  notificationPointStatus: { status: 'Failed', statusCodeData },
});

const malformed: readonly (readonly [string, (iccid: string) => string | Uint8Array, string])[] = [
  ['nothing', () => '', 'Unexpected end of JSON input'],
  ['half an object', () => '{"header":', 'Unexpected end of JSON input'],
  ['octets that are no text', () => new Uint8Array([0xff, 0xfe]), ''],
  ['null', () => 'null', 'the body is JSON, but not an object'],
  ['a number', () => '4711', 'the body is JSON, but not an object'],
  ['a list', () => '[]', 'header is missing (expected object)'],
  ['no header', (iccid) => told(iccid, { header: undefined }), 'header is missing (expected object)'],
  [
    'half a header',
    (iccid) => told(iccid, { header: { functionRequesterIdentifier: '1' } }),
    'header: functionCallIdentifier is missing (expected text)',
  ],
  ['no ICCID', () => told('', { iccid: undefined }), 'iccid is missing (expected ICCID of 18 to 20 digits)'],
  ['an ICCID of letters', () => told('none'), 'iccid: '],
  ['an ICCID that is a number', (iccid) => told(iccid, { iccid: 8 }), 'iccid: expected text, got a number'],
  ['an EID that is too short', (iccid) => told(iccid, { eid: '89' }), 'eid: '],
  [
    'a time without a zone',
    (iccid) => told(iccid, { timestamp: '2026-11-23T09:00:00' }),
    'timestamp: not a date and time with a zone: "2026-11-23T09:00:00"',
  ],
  [
    'a time that never comes',
    (iccid) => told(iccid, { timestamp: '2026-13-45T99:99:99Z' }),
    'not an instant: "2026-13-45T99:99:99Z"',
  ],
  [
    'half a point',
    (iccid) => told(iccid, { notificationPointId: 3.5 }),
    'notificationPointId: expected a whole number, got 3.5',
  ],
  [
    'a point in text',
    (iccid) => told(iccid, { notificationPointId: '3' }),
    'notificationPointId: expected a whole number, got a text',
  ],
  [
    'a status nobody knows',
    (iccid) => told(iccid, { notificationPointStatus: { status: 'Fine' } }),
    'notificationPointStatus: status: expected one of Executed-Success, Executed-WithWarning, Failed, Expired, got "Fine"',
  ],
  ['half a status code', (iccid) => told(iccid, failed({ subjectCode: '8.1' })), 'reasonCode is missing'],
  ['a result that is no base64', (iccid) => told(iccid, { resultData: '#' }), 'resultData: not base64'],
];

describe('handleDownloadProgressInfo with', () => {
  it.each(malformed)('%s is answered 400 in one line, and changes nothing', async (_what, body, says) => {
    await using bench = await openBench();
    const before = bench.world.desk.orders();
    const [status, line] = await bench.post(body(bench.iccid));
    expect(status).toBe(400);
    expect(line).toMatch(/^handleDownloadProgressInfo cannot be read: [^\n]+\n$/);
    expect(line).toContain(says.replace('got a text', 'got a string'));
    expect(bench.world.desk.orders()).toEqual(before);
    expect(bench.faults).toEqual([]);
  });

  it('another media type, and a body that is too large, is answered 415 and 413', async () => {
    await using bench = await openBench();
    expect((await bench.post(told(bench.iccid), 'text/plain'))[0]).toBe(415);
    expect((await bench.post(told(bench.iccid, { profileType: 'x'.repeat(2 ** 21) })))[0]).toBe(413);
    expect(bench.faults).toEqual([]);
  });

  it('a call that was heard before is acknowledged, and kept once; the same by another name is news', async () => {
    await using bench = await openBench();
    const points = () => bench.world.desk.record(bench.iccid)?.progress.map(({ point }) => point);
    for (let times = 0; times < 2; times += 1) expect(await bench.post(told(bench.iccid))).toEqual([204, '']);
    expect(points()).toEqual(['bppDownload']);
    await bench.post(told(bench.iccid, { notificationPointId: 4 }));
    await bench.post(told(bench.iccid, { header: { ...header, functionCallIdentifier: 'T-2' } }));
    expect(points()).toEqual(['bppDownload', 'bppInstallation', 'bppDownload']);
  });

  it('an ICCID of nobody is acknowledged, and nothing comes of it', async () => {
    await using bench = await openBench();
    const before = bench.world.desk.orders();
    expect(await bench.post(told('8900101000000000001'))).toEqual([204, '']);
    expect(bench.world.desk.orders()).toEqual(before);
  });

  it('a member nobody knows is taken with a finding', async () => {
    await using bench = await openBench();
    expect(await bench.post(told(bench.iccid, { colour: 'red' }))).toEqual([204, '']);
    expect(bench.findings).toEqual(['colour is not a member of this object']);
    expect(bench.world.desk.record(bench.iccid)?.state).toBe('Downloaded');
  });

  it('the filler of an ICCID of 19 digits is about the same order', async () => {
    await using bench = await openBench();
    expect(await bench.post(told(`${bench.iccid}F`))).toEqual([204, '']);
    expect(bench.world.desk.record(bench.iccid)?.progress).toHaveLength(1);
  });

  it.each([
    [
      'control characters',
      { subjectCode: '1', reasonCode: '2', message: 'no\u0000\u001b[2J\nway' },
      'no [2J way',
    ],
    ['an empty message', { subjectCode: '1.2', reasonCode: '3.4', message: '' }, '1.2/3.4'],
    [
      'a message that never ends',
      { subjectCode: '1', reasonCode: '2', message: 'a b'.repeat(999) },
      undefined,
    ],
    ['codes that never end', { subjectCode: '1'.repeat(9_999), reasonCode: '2' }, undefined],
  ])('%s is kept as one short line', async (_what, data, kept) => {
    await using bench = await openBench();
    expect(await bench.post(told(bench.iccid, failed(data)))).toEqual([204, '']);
    const status = bench.world.desk.record(bench.iccid)?.progress[0]?.status ?? '';
    expect(status).toMatch(/^\P{Cc}{1,200}$/u);
    if (kept !== undefined) expect(status).toBe(kept);
  });

  it('more and more of it leaves the latest hundred', async () => {
    await using bench = await openBench();
    for (let id = 1_000; id < 1_120; id += 1)
      await bench.post(told(bench.iccid, { notificationPointId: id }));
    const { progress = [] } = bench.world.desk.record(bench.iccid) ?? {};
    expect([progress.length, progress[0]?.point, progress.at(-1)?.point]).toEqual([
      100,
      'point 1020',
      'point 1119',
    ]);
  });

  it('what comes late changes nothing of an order that is cancelled', async () => {
    await using bench = await openBench();
    await bench.world.desk.cancel(bench.iccid);
    for (const notificationPointId of [3, 4])
      expect((await bench.post(told(bench.iccid, { notificationPointId })))[0]).toBe(204);
    expect(bench.world.desk.record(bench.iccid)?.state).toBe('Unavailable');
  });

  it('any member of any kind is answered 204 or 400, and never with a fault', async () => {
    await using bench = await openBench();
    const members = Object.keys({ header, ...HandleDownloadProgressInfo.request });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...members), fc.jsonValue(), async (member, value) => {
        const [status] = await bench.post(told(bench.iccid, { [member]: value }));
        expect([204, 400]).toContain(status);
      }),
      { numRuns: 200 },
    );
    expect(bench.faults).toEqual([]);
  });
});
