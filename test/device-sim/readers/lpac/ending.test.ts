import { setImmediate as aTurn } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { ChildNotStarted, runLpac } from '#device-sim/readers/index';
import { steppedClock, systemClock } from '#shared/runtime/clock';
import type { Span } from '#shared/runtime/span';
import { instant, seconds } from '#shared/runtime/span';

import { run } from './bench.ts';
import { FakeLpac, noFakes } from '../../../support/fake-lpac.ts';
import { ScriptedCard } from './scripted-card.ts';

/** What a run comes to while its clock is wound on and on. */
async function wound<T>(work: Promise<T>, clock: { advance(by: Span): Promise<void> }): Promise<T> {
  const state = { over: false };
  const ended = work.finally(() => {
    state.over = true;
  });
  while (!state.over) {
    await clock.advance(seconds(1));
    await aTurn();
  }
  return ended;
}

describe.skipIf(noFakes)('lpac', () => {
  it('takes the stdio driver for the card and curl for servers, and its other variables as they are', async () => {
    using fake = new FakeLpac();
    const { lines } = await run(
      fake,
      `const { LPAC_APDU, LPAC_HTTP, LPAC_CUSTOM_ES10X_MSS } = process.env;
       tell([LPAC_APDU, LPAC_HTTP, LPAC_CUSTOM_ES10X_MSS, ...words]);`,
      {
        args: ['profile', 'download', '-p'],
        environment: { LPAC_APDU: 'pcsc', LPAC_CUSTOM_ES10X_MSS: '63' },
      },
    );
    expect(lines).toEqual(['["stdio","curl","63","profile","download","-p"]']);
  });

  it('that fails has an exit code, and so has the run', async () => {
    using fake = new FakeLpac();
    expect((await run(fake, 'process.exit(255);')).exitCode).toBe(255);
  });

  it('that a signal ends has 128 and its number', async () => {
    using fake = new FakeLpac();
    expect((await run(fake, "process.kill(process.pid, 'SIGKILL');")).exitCode).toBe(128 + 9);
  });

  it('may end while a command is at the card, or close its input: nobody minds', async () => {
    using fake = new FakeLpac();
    const question = `tell({ type: 'apdu', payload: { func: 'transmit', param: '81e2910003bf3c00' } });`;
    const early = await run(fake, `${question} process.exit(3);`);
    expect(early).toMatchObject({ exitCode: 3, card: ['81E2910003BF3C00'] });
    const deaf = await run(fake, `require('node:fs').closeSync(0); ${question.repeat(20)} told('bye');`);
    expect(deaf).toMatchObject({ exitCode: 0, lines: [expect.stringContaining('bye')] });
  });

  it('writes to its stderr what are notes', async () => {
    using fake = new FakeLpac();
    const { notes, lines } = await run(fake, "console.error('[DEBUG] one\\ntwo'); tell('three');");
    expect({ notes, lines }).toEqual({ notes: ['[DEBUG] one', 'two'], lines: ['three'] });
  });

  it('that never ends is ended by an interruption', async () => {
    using fake = new FakeLpac();
    const stop = new AbortController();
    const { exitCode, card } = await run(fake, "ask('connect'); ask('logic_channel_open', isdR); read();", {
      interrupted: stop.signal,
      onApdu: (command) => {
        if (command[1] === 0xa4) stop.abort();
      },
    });
    expect(exitCode).toBe(128 + 15);
    expect(card.at(-1)).toBe('00708001');
  });

  it('that was interrupted before it began is ended at once', async () => {
    using fake = new FakeLpac();
    const { exitCode } = await run(fake, 'for (;;) read();', { interrupted: AbortSignal.abort() });
    expect(exitCode).toBe(128 + 15);
  });

  it('that does not listen to being asked to end is ended after two seconds of the Clock', async () => {
    using fake = new FakeLpac();
    const stop = new AbortController();
    const clock = steppedClock(instant(0));
    const running = run(
      fake,
      "process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1_000); tell('deaf');",
      {
        interrupted: stop.signal,
        clock,
        onLine: () => {
          stop.abort();
        },
      },
    );
    const { exitCode } = await wound(running, clock);
    expect(exitCode).toBe(128 + 9);
  });

  it('that leaves a program behind, which holds its output, has ended all the same', async () => {
    using fake = new FakeLpac();
    const clock = steppedClock(instant(0));
    const running = run(
      fake,
      `tell('bye');
       const { spawn } = require('node:child_process');
       spawn('sleep', ['5'], { stdio: 'inherit' }).unref();`,
      { clock },
    );
    const { exitCode, lines } = await wound(running, clock);
    expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: ['bye'] });
  });

  it('that is not there, or no program, is not started', async () => {
    using fake = new FakeLpac();
    const { folder } = fake;
    const common = { args: [], environment: {}, folder, clock: systemClock(), card: new ScriptedCard() };
    const missing = runLpac({ ...common, program: `${folder}/none` });
    await expect(missing).rejects.toMatchObject({ name: 'ChildNotStarted', code: 'ENOENT' });
    await expect(runLpac({ ...common, program: folder })).rejects.toBeInstanceOf(ChildNotStarted);
  });
});
