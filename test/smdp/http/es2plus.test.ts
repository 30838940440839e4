import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { filled, toUtf8 } from '#shared/bytes/bytes';
import { PeerNotTrusted } from '#shared/http/peer';
import { CancelOrder, ConfirmOrder, DownloadOrder, es2plusFunctions } from '#shared/rsp/es2plus';
import { seconds } from '#shared/runtime/span';

import { mayBecome } from '../../../smdp/orders/profile-states.ts';
import { openBench, otherEid, someEid } from '../bench.ts';
import { openOperatorBench, someTls, us } from '../es2plus/crafted-operator.ts';

const path = (name: string): string => `/gsma/rsp2/es2plus/${name}`;
const header = { functionRequesterIdentifier: us, functionCallIdentifier: 'TX-567' };

/** es9plus.md §9, for ES2+. */
describe('the transport of ES2+', () => {
  it.each([
    ['not JSON', '{'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"a"'],
  ])('answers a body that is %s with 400 and a line of text', async (_what, body) => {
    await using it = await openOperatorBench();
    const answer = await it.us.post('downloadOrder', toUtf8(body));
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/^[^\n]+\n$/);
  });

  it('answers a body that is too large with 413, another method with 405, another media type with 415', async () => {
    await using it = await openOperatorBench();
    const name = 'downloadOrder';
    expect((await it.us.post(name, filled(1_100_000, 0x20))).status).toBe(413);
    expect((await it.us.send('GET', path(name))).status).toBe(405);
    expect((await it.us.post(name, toUtf8('{}'), { 'Content-Type': 'text/plain' })).status).toBe(415);
  });

  it('answers an unknown path with 404, functions of ES9+ too, and says what was meant', async () => {
    await using it = await openOperatorBench();
    const slip = await it.us.post('confirmorder', toUtf8('{}'));
    expect(slip.status).toBe(404);
    expect(slip.text).toContain('did you mean /gsma/rsp2/es2plus/confirmOrder?');
    expect((await it.us.send('GET', '/')).status).toBe(404);
    const es9plus = await it.us.send('POST', '/gsma/rsp2/es9plus/cancelSession', toUtf8('{}'));
    expect(es9plus.status).toBe(404);
  });

  it('is a port of its own: ES9+ knows no function of it', async () => {
    await using it = await openOperatorBench();
    const { smdp, device } = it.bench;
    expect(smdp.es2plus).toEqual({
      port: expect.any(Number) as number,
      url: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/) as string,
    });
    expect(smdp.es2plus?.port).not.toBe(smdp.port);
    expect((await device.postRaw(path('downloadOrder'), toUtf8('{}'))).status).toBe(404);
  });

  it('is not there unless asked for', async () => {
    await using bench = await openBench();
    expect(bench.smdp.es2plus).toBeUndefined();
  });

  it('that gets no port leaves none open', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const es2plus = {
      listen: { host: '127.0.0.1', port, portSetting: { flag: '--es2plus-port', variable: 'X' } },
      tls: { ...someTls, judge: () => undefined },
    };
    await expect(openBench({ es2plus })).rejects.toThrow(
      `port ${port} (ES2+ of the SM-DP+) is taken by another program; choose one with --es2plus-port 0 or X`,
    );
    taken.close();
  });
});

describe('a client that the judge refuses', () => {
  it('gets 403 and the one line on every path, and nothing of it is on the lane', async () => {
    await using it = await openOperatorBench({
      judge: ({ chain }) => {
        expect(chain.length).toBeGreaterThan(0);
        throw new PeerNotTrusted('validity', 'the client certificate has expired');
      },
    });
    for (const name of ['confirmOrder', 'unknown']) {
      const answer = await it.us.post(name, toUtf8('{}'));
      expect([answer.status, answer.text]).toEqual([403, 'the client certificate has expired\n']);
    }
    expect(it.bench.events('wire')).toEqual([]);
  });
});

describe('the envelope', () => {
  it.each(es2plusFunctions.map(({ name }) => name))('%s without a header is 1.3.1/2.2', async (name) => {
    await using it = await openOperatorBench();
    const answer = await it.us.post(name, toUtf8('{}'));
    expect(answer).toMatchObject({ status: 200, outcome: '1.3.1/2.2', adminProtocol: 'gsma/rsp/v2.6.0' });
    expect(answer.contentType).toBe('application/json;charset=UTF-8');
    expect(answer.json).toEqual({
      header: {
        functionExecutionStatus: {
          status: 'Failed',
          statusCodeData: {
            subjectCode: '1.3.1',
            reasonCode: '2.2',
            message: 'header is missing (expected object)',
          },
        },
      },
    });
  });

  it('a header without the requester is 1.3.1/2.2 too, and named', async () => {
    await using it = await openOperatorBench();
    const answer = await it.us.post('releaseProfile', toUtf8('{"header":{"functionCallIdentifier":"1"}}'));
    expect(answer.outcome).toBe('1.3.1/2.2');
    expect(answer.text).toContain('functionRequesterIdentifier is missing');
  });

  it.each([
    ['downloadOrder', { iccid: 7 }, '1.3.1/2.2', 'iccid'],
    ['downloadOrder', { eid: '89' }, '1.3.1/2.1', 'eid'],
    ['confirmOrder', { iccid: '89000123456789012341' }, '1.3.1/2.2', 'releaseFlag'],
    [
      'confirmOrder',
      { iccid: '89000123456789012341', matchingId: 'a b', releaseFlag: true },
      '1.3.1/2.1',
      'matchingId',
    ],
    [
      'cancelOrder',
      { iccid: '89000123456789012341', finalProfileStatusIndicator: 'x' },
      '1.3.1/2.1',
      'Available',
    ],
    ['releaseProfile', { iccid: '890' }, '1.3.1/2.1', 'iccid'],
  ])('%s with %j is %s, and the message names %s', async (name, members, outcome, named) => {
    await using it = await openOperatorBench();
    const answer = await it.us.call(name, members);
    expect(answer.outcome).toBe(outcome);
    expect(answer.text).toContain(named);
  });

  it('passes over what it does not know with a finding, but for the header', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    expect(await it.us.outcome('downloadOrder', { iccid, tac: '35290611' })).toBe('Executed-Success');
    expect(it.bench.events('finding').map(({ what }) => what)).toEqual([
      'tac is not a member of this object',
    ]);
  });

  it('X-Admin-Protocol is asked for where strict: 1.2.2/2.1', async () => {
    await using it = await openOperatorBench({ settings: { adminProtocol: 'strict' } });
    const answer = await it.us.post('downloadOrder', toUtf8(JSON.stringify({ header })), {
      'X-Admin-Protocol': 'none',
    });
    expect(answer.outcome).toBe('1.2.2/2.1');
  });

  it('is on the lane ES2+, both ways', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    const { text } = await it.us.call('downloadOrder', { iccid });
    const wires = it.bench.events('wire');
    expect(wires.map(({ lane, direction }) => [lane, direction])).toEqual([
      ['ES2+', 'request downloadOrder'],
      ['ES2+', 'response downloadOrder'],
    ]);
    expect(wires[1]?.octets).toEqual(toUtf8(text));
  });
});

describe('misbehaviour that is ordered of ES2+', () => {
  it('refuses the next call of the function, and that one only', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    await it.us.call('downloadOrder', { iccid });
    it.bench.smdp.next(ConfirmOrder).refuse('smdsUnreachable');
    const confirm = async (): Promise<string> => it.us.outcome('confirmOrder', { iccid, releaseFlag: true });
    expect([await confirm(), await confirm()]).toEqual(['8.9/5.1', 'Executed-Success']);
    expect(it.bench.events('es2plus.refused')).toMatchObject([{ detail: 'ordered', requester: us }]);
  });

  it('answers something else than the truth', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    await it.us.call('downloadOrder', { iccid });
    it.bench.smdp.next(ConfirmOrder).answer((truth) => ({ ...truth, matchingId: 'LIE' }));
    const answer = await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true });
    expect(answer.json['matchingId']).toBe('LIE');
    expect((await it.bench.smdp.orders.list())[0]?.matchingId).toBe('M-1');
  });

  it('takes its time, by the Clock', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    it.bench.smdp.next(DownloadOrder).delay(seconds(30));
    it.bench.smdp.next(CancelOrder).delay(seconds(5));
    const before = it.bench.clock.now();
    const ordered = it.us.outcome('downloadOrder', { iccid });
    await it.bench.clock.advance(seconds(30));
    expect(await ordered).toBe('Executed-Success');
    const cancelled = it.us.outcome('cancelOrder', { iccid, finalProfileStatusIndicator: 'Available' });
    await it.bench.clock.advance(seconds(5));
    expect(await cancelled).toBe('Executed-Success');
    expect(it.bench.clock.now() - before).toBe(seconds(35));
  });
});

describe('whatever operators send', () => {
  const names = es2plusFunctions.map(({ name }) => name);

  it('any body gets an answer that is no fault of ours', async () => {
    await using it = await openOperatorBench();
    const body = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map(toUtf8));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), body, async (name, sent) => {
        expect([200, 400]).toContain((await it.us.post(name, sent)).status);
      }),
      { numRuns: 200 },
    );
    expect(it.bench.events('fault')).toEqual([]);
  });

  it('any members get an answer with an outcome, and no step that the table does not have', async () => {
    await using it = await openOperatorBench();
    const iccids = [await it.addStock(1), await it.addStock(2), await it.addStock(3)];
    const anything = fc.jsonValue();
    const or = <T>(right: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
      fc.oneof({ weight: 6, arbitrary: right }, { weight: 1, arbitrary: anything });
    const members = fc.record(
      {
        iccid: or(fc.constantFrom(...iccids)),
        eid: or(fc.constantFrom(someEid, otherEid)),
        profileType: or(fc.constantFrom('A', 'B', '')),
        matchingId: or(fc.constantFrom('', 'M-1', 'M-2', 'm')),
        confirmationCode: or(fc.constantFrom('1', '')),
        smdsAddress: or(fc.constantFrom('lpa.ds.test', '')),
        releaseFlag: or(fc.boolean()),
        finalProfileStatusIndicator: or(fc.constantFrom('Available', 'Available', 'Unavailable')),
        header: or(fc.constant(header)),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), members, async (name, sent) => {
        const answer = await it.us.call(name, sent);
        expect(answer.status).toBe(200);
        expect(answer.outcome).toMatch(/^(?:Executed-Success|\d+(?:\.\d+)*\/\d+\.\d+)$/);
      }),
      { numRuns: 400 },
    );
    expect(it.bench.events('fault')).toEqual([]);
    const steps = it.bench.events('order.moved').slice(iccids.length);
    for (const { from, to } of steps) expect(mayBecome(from ?? 'Installed', to)).toBe(true);
    expect(new Set(steps.map(({ from, to }) => `${from} ${to}`)).size).toBeGreaterThan(5);
  });
});
