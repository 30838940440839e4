#!/usr/bin/env node
import { runCli } from './program.ts';
import { processTerminal } from './terminal.ts';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interruption.abort();
  });
}

process.exitCode = await runCli(process.argv.slice(2), {
  terminal: processTerminal(),
  interrupted: interruption.signal,
  environment: process.env,
  folder: process.cwd(),
});
