import { describe, expect, it } from 'vitest';

import { fromHex, toBase64 } from '#shared/bytes/bytes';
import { HttpFailure } from '#shared/http/failure';

import { Bench, notification } from './bench.ts';
import type { Answer } from './scripted-card.ts';
import { result } from './scripted-card.ts';

const to = (notificationAddress: string) => ({
  ...notification(0, 'notificationEnable'),
  notificationAddress,
});

describe('delivering notifications (SGP.22 §3.5)', () => {
  it('hands each to its own address, in the order of their numbers, and drops it from the card', async () => {
    const bench = new Bench();
    const first = bench.leave(to('a.example.com'));
    const second = bench.leave(to('b.example.com'));
    const third = bench.leave(notification(0, 'notificationInstall'));
    bench.pending.reverse();
    const { delivered, kept } = await bench.lpa.deliverNotifications();
    expect(
      bench.server.calls.map(({ url, request }) => [new URL(url).host, request['pendingNotification']]),
    ).toEqual([
      ['a.example.com', toBase64(first)],
      ['b.example.com', toBase64(second)],
      ['smdp.example.com', toBase64(third)],
    ]);
    expect(delivered).toHaveLength(3);
    expect(kept).toEqual([]);
    expect(bench.pending).toEqual([]);
    expect(bench.card.sent('BF30')).toEqual(['BF3003800101', 'BF3003800102', 'BF3003800103']);
  });

  it('keeps what a recipient does not take, and what comes after it to the same recipient', async () => {
    const bench = new Bench();
    bench.leave(to('down.example.com'));
    bench.leave(to('up.example.com'));
    bench.leave(to('DOWN.example.com:443'));
    bench.server.intercept = ({ url }) => {
      if (url.includes('down'))
        throw new HttpFailure('connect', 'down.example.com:443: nothing listens there');
      return undefined;
    };
    const { delivered, kept } = await bench.lpa.deliverNotifications();
    expect(delivered).toHaveLength(1);
    expect(kept.map(({ notification: { seqNumber }, reason }) => [seqNumber, reason])).toEqual([
      [1, 'down.example.com:443: nothing listens there'],
      [3, 'down.example.com:443: nothing listens there'],
    ]);
    expect(bench.server.calls).toHaveLength(2);
    expect(bench.pending.map(({ about }) => about.seqNumber)).toEqual([1, 3]);
  });

  it('delivers what was kept the next time', async () => {
    const bench = new Bench();
    bench.leave(to('a.example.com'));
    bench.server.on('handleNotification', { httpStatus: 503 });
    expect((await bench.lpa.deliverNotifications()).kept).toHaveLength(1);
    bench.server.on('handleNotification', { httpStatus: 204 });
    expect((await bench.lpa.deliverNotifications()).delivered).toHaveLength(1);
    expect(bench.pending).toEqual([]);
  });

  it('sends nothing to somebody’s live server', async () => {
    const bench = new Bench();
    bench.leave(to('rsp.live-operator.com'));
    const { kept } = await bench.lpa.deliverNotifications();
    expect(kept[0]?.reason).toContain('live server');
    expect(bench.server.calls).toEqual([]);
  });

  it('calls a server at the URL that was set for it', async () => {
    const bench = new Bench({ serverUrls: { 'smdp.operator.com': 'http://127.0.0.1:9000' } });
    bench.leave(to('SMDP.operator.com'));
    await bench.lpa.deliverNotifications();
    expect(bench.server.calls[0]?.url).toBe('http://127.0.0.1:9000/gsma/rsp2/es9plus/handleNotification');
  });

  it('takes any 2xx for an acknowledgement, whatever its body; no other call’s status will do', async () => {
    const bench = new Bench();
    bench.leave(to('a.example.com'));
    bench.leave(to('b.example.com'));
    const [large, garbled] = [
      new HttpFailure('body', 'a.example.com:443: the answer is larger than 3 octets', { status: 200 }),
      new HttpFailure('body', 'b.example.com:443: the answer is not HTTP'),
    ];
    bench.server.intercept = ({ url }) => {
      throw url.includes('//a.') ? large : garbled;
    };
    const { delivered, kept } = await bench.lpa.deliverNotifications();
    expect(delivered).toHaveLength(1);
    expect(kept.map(({ reason }) => reason)).toEqual([garbled.message]);
  });

  it('passes over one that is gone meanwhile', async () => {
    const bench = new Bench();
    bench.leave(to('a.example.com'));
    bench.card.on(0xbf2b, fromHex('BF2B03810101'));
    expect(await bench.lpa.deliverNotifications()).toEqual({ delivered: [], kept: [] });
  });

  it.each<[string, number, Answer]>([
    ['give out', 0xbf2b, { sw: 0x6f00 }],
    ['give out whole', 0xbf2b, fromHex('BF2B03A00130')],
    ['give out, and says so', 0xbf2b, fromHex('BF2B0381017F')],
    ['let go', 0xbf30, result(0xbf30, 127)],
  ])('one that the card does not %s stays, and others are delivered', async (_what, tag, answer) => {
    const bench = new Bench();
    bench.leave(to('a.example.com'));
    bench.leave(to('b.example.com'));
    const honest = bench.card.answers.get(tag);
    bench.card.on(tag, (command) => (command.at(-1) === 1 ? answer : (honest?.(command) ?? { sw: 0x6a88 })));
    const { delivered, kept } = await bench.lpa.deliverNotifications();
    expect(delivered).toHaveLength(1);
    expect(kept.map(({ notification: { seqNumber } }) => seqNumber)).toEqual([1]);
    expect(bench.pending.map(({ about }) => about.seqNumber)).toEqual([1]);
  });

  it('fails when the card is pulled within', async () => {
    const bench = new Bench();
    bench.leave(to('a.example.com'));
    bench.card.on(0xbf2b, () => {
      throw new Error('no card in the reader');
    });
    await expect(bench.lpa.deliverNotifications()).rejects.toMatchObject({ name: 'CardGone' });
  });

  it('does not mind that the card has dropped it already', async () => {
    const bench = new Bench();
    bench.leave(to('a.example.com'));
    bench.card.on(0xbf30, result(0xbf30, 1));
    expect((await bench.lpa.deliverNotifications()).delivered).toHaveLength(1);
  });

  it('tells the trace of each', async () => {
    const bench = new Bench();
    bench.leave(to('a.example.com'));
    bench.leave(to('rsp.live-operator.com'));
    const outcomes: string[] = [];
    bench.trace.on('lpa.notification', ({ seqNumber, outcome }) => outcomes.push(`${seqNumber} ${outcome}`));
    await bench.lpa.deliverNotifications();
    expect(outcomes).toEqual(['1 delivered', '2 kept']);
  });

  it('lists what is pending', async () => {
    const bench = new Bench();
    bench.leave(to('a.example.com'));
    expect(await bench.lpa.notifications()).toEqual([{ ...to('a.example.com'), seqNumber: 1 }]);
  });
});
