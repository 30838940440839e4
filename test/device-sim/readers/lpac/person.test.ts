import { describe, expect, it } from 'vitest';

import { run, piped } from './bench.ts';
import { FakeLpac, noFakes } from '../../../support/fake-lpac.ts';

/** Asks for a yes or no as `profile download -p` does, and goes on with the card. */
const preview = `
ask('connect');
tell({ type: 'progress', payload: { code: 0, message: 'preview', data: 'y/n' } });
const chosen = letter();
tell([chosen, ask('disconnect').ecode]);
`;

/** Reads notifications as \`notification replay\` does: until its input ends. */
const replay = (deliver: string): string => `
ask('connect');
ask('transmit', '81e2910006bf3e035c015a');
ask('transmit', '81c0000015');
for (let line = read(); line !== undefined; line = read()) { tell('read ' + line); ${deliver} }
told('success');
tell({ type: 'apdu', payload: { func: 'disconnect', param: null } });
`;

const script = { '81E2': '6115', '81C0': 'BF3E125A10890490320000000000000000000000019000' };

describe.skipIf(noFakes)('a person before lpac', () => {
  it.each([
    ['yes', 'Yes, please', 'Y'],
    ['nothing but Enter', '', 'n'],
  ])('says %s: one letter reaches lpac, and its answers stay in step', async (_what, line, letter) => {
    using fake = new FakeLpac();
    const { lines } = await run(fake, preview, { input: piped(line, 'and more') });
    expect(lines.at(-1)).toBe(`["${letter}",0]`);
  });

  it('who is not there says no', async () => {
    using fake = new FakeLpac();
    expect((await run(fake, preview)).lines.at(-1)).toBe('["n",0]');
  });

  it('who never answers does not keep the run from ending', async () => {
    using fake = new FakeLpac();
    const stop = new AbortController();
    const input = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) };
    const { exitCode } = await run(fake, preview, {
      input,
      interrupted: stop.signal,
      onLine: () => {
        stop.abort();
      },
    });
    expect(exitCode).toBe(128 + 15);
  });

  it('is not asked for more than lpac reads', async () => {
    using fake = new FakeLpac();
    const read: string[] = [];
    async function* reading(): AsyncGenerator<string> {
      for (const line of ['y', 'z']) {
        read.push(line);
        yield line;
      }
    }
    await run(fake, "ask('connect'); told('success');", { input: reading() });
    expect(read).toEqual([]);
  });

  it('feeds notifications once the card has told its EID', async () => {
    using fake = new FakeLpac();
    const { lines, exitCode } = await run(fake, replay(''), {
      args: ['notification', 'replay'],
      input: piped('{"seqNumber":1}', '{"seqNumber":2}'),
      script,
    });
    expect(lines).toEqual([
      'read {"seqNumber":1}',
      'read {"seqNumber":2}',
      '{"type":"lpa","payload":{"code":0,"message":"success","data":null}}',
    ]);
    expect(exitCode).toBe(0);
  });

  it('feeds them one by one where servers are called here: an answer is never mistaken for a notification', async () => {
    using fake = new FakeLpac();
    const post = () => Promise.resolve({ status: 204, headers: {}, body: new Uint8Array() });
    const deliver = "tell('told ' + call('https://a.test/').rcode);";
    const { lines } = await run(fake, replay(deliver), {
      args: ['notification', 'replay'],
      input: piped('one', 'two'),
      http: { post },
      script,
    });
    expect(lines.slice(0, -1)).toEqual(['read one', 'told 204', 'read two', 'told 204']);
  });
});
