import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';

import { runInspect } from '../inspect/run-inspect.ts';
import type { AddCommand } from '../program.ts';

/** `esimlab inspect`: says what octets are. */
export const addInspect: AddCommand = (program, { terminal, folder }, exit) => {
  const command = program
    .command('inspect')
    .description(
      'Says what octets are: a TLV, an APDU, a certificate, a package, a message, an activation code.',
    )
    .argument(
      '<what>',
      'hex, base64, PEM, the name of a file (- for standard input), or an activation code in single quotes',
    )
    .option('--secrets', 'show the keys and PINs of a profile package')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample: esimlab inspect BF2E128010AABBCCDDEEFF00112233445566778899')
    .action(async (what: string) => {
      const { json = false, secrets = false } = command.opts<{ json?: true; secrets?: true }>();
      const io = {
        stdout: (text: string) => {
          terminal.out(text.trimEnd());
        },
        stderr: (text: string) => {
          terminal.note(`esimlab: ${text.trimEnd()}`);
        },
        readFile: (name: string) => (name === '-' ? octetsOfStdin() : octetsOf(resolve(folder, name))),
      };
      exit(await runInspect(what, { json, secrets }, io));
    });
};

async function octetsOfStdin(): Promise<Bytes> {
  const parts: Bytes[] = [];
  for await (const part of process.stdin) parts.push(new Uint8Array(part as Buffer));
  return concat(...parts);
}

async function octetsOf(file: string): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await readFile(file));
  } catch {
    return undefined;
  }
}
