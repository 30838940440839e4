#!/usr/bin/env node
import { wallTimer } from '#shared/http/limits';
import { seconds } from '#shared/runtime/span';

import { exitCodes } from './exit.ts';
import { runCli } from './program.ts';
import { processTerminal } from './terminal.ts';

/** Ctrl-C: what is open may end; a second one, or a command that does not come to its end, is cut off. */
const interruption = new AbortController();
const cutOff = (): never => process.exit(exitCodes.interrupted);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interruption.signal.aborted) cutOff();
    interruption.abort();
    wallTimer(seconds(5), cutOff);
  });
}

process.exitCode = await runCli(process.argv.slice(2), {
  terminal: processTerminal(),
  interrupted: interruption.signal,
  environment: process.env,
  folder: process.cwd(),
});
