import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readCertificate } from '#shared/pki/certificate';
import { toHex } from '#shared/bytes/bytes';

import { CliFolder } from '../../support/cli.ts';

let cli: CliFolder;
beforeEach(() => {
  cli = new CliFolder();
});
afterEach(async () => {
  await cli[Symbol.asyncDispose]();
});

const commands = [
  ['start'],
  ['download'],
  ['smdp'],
  ['inspect'],
  ['pki', 'export'],
  ['device', 'create'],
  ['device', 'list'],
  ['device', 'info'],
  ['device', 'enable'],
  ['device', 'disable'],
  ['device', 'delete'],
  ['device', 'nickname'],
  ['device', 'notifications'],
  ['device', 'reset'],
];

describe('the command line', () => {
  it.each(commands)('shows an example in the help of %s %s', async (...words) => {
    const { code, out } = await cli.run([...words.filter((word) => typeof word === 'string'), '--help']);
    expect(code).toBe(0);
    expect(out.join('\n')).toMatch(/Example: esimlab/);
  });

  it('exits with 2 for a word it does not know, and says where help is', async () => {
    const { code, notes } = await cli.run(['downlaod']);
    expect(code).toBe(2);
    expect(notes.join('\n')).toContain('Did you mean download?');
  });

  it('names every wrong setting in one run', async () => {
    const { code, notes } = await cli.run(['start', '--smdp-port', 'eighty', '--log-level', 'loud']);
    expect(code).toBe(2);
    expect(notes.join('\n')).toContain('--smdp-port');
    expect(notes.join('\n')).toContain('--log-level');
  });

  it('exports certificates without their keys unless asked', async () => {
    await cli.run(['pki', 'export', '--out', 'pki']);
    const names = readdirSync(join(cli.folder, 'pki'));
    expect(names.filter((name) => name.includes('key'))).toEqual([]);
    const ci = readCertificate(new Uint8Array(readFileSync(join(cli.folder, 'pki', 'ci-nist.der'))));
    expect(toHex(ci.subjectKeyIdentifier ?? new Uint8Array())).toBe(
      'F54172BDF98A95D65CBEB88A38A1C11D800A85C3',
    );
    await cli.run(['pki', 'export', '--out', 'pki', '--keys']);
    expect(
      readdirSync(join(cli.folder, 'pki')).filter((name) => name.endsWith('.key.pem')).length,
    ).toBeGreaterThan(5);
  });

  it('makes a CI of its own once and keeps it', async () => {
    const keyIds = async (): Promise<unknown> => {
      const { out } = await cli.run(['pki', 'export', '--ci', 'own', '--json']);
      return (JSON.parse(out[0] ?? '') as { written: { keyId: string }[] }).written
        .slice(0, 2)
        .map(({ keyId }) => keyId);
    };
    const first = await keyIds();
    expect(await keyIds()).toEqual(first);
    expect(first).not.toContain('F54172BDF98A95D65CBEB88A38A1C11D800A85C3');
  });
});
