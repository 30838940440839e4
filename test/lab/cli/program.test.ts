import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';

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
  [],
  ['pki'],
  ['pki', 'export'],
  ['device'],
  ['device', 'create'],
  ['device', 'list'],
  ['device', 'info'],
  ['device', 'enable'],
  ['device', 'disable'],
  ['device', 'delete'],
  ['device', 'nickname'],
  ['device', 'notifications'],
  ['device', 'reset'],
  ['order'],
  ['order', 'list'],
  ['order', 'place'],
  ['order', 'release'],
  ['order', 'cancel'],
  ['order', 'provision'],
  ['order', 'bar'],
  ['order', 'unbar'],
  ['order', 'balance'],
  ['clock'],
  ['clock', 'show'],
  ['clock', 'advance'],
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

  it('exits with 3 where the data folder cannot be one', async () => {
    writeFileSync(join(cli.folder, 'a-file'), '');
    const { code } = await cli.run(['device', 'list', '--data', 'a-file']);
    expect(code).toBe(3);
  });

  it('names every wrong setting in one run', async () => {
    const { code, notes } = await cli.run(['start', '--smdp-port', 'eighty', '--log-level', 'loud']);
    expect(code).toBe(2);
    expect(notes.every((note) => note.startsWith('esimlab: '))).toBe(true);
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

  it('exports the web CA, the same each time, and an operator client only with --keys', async () => {
    const read = (name: string): string => readFileSync(join(cli.folder, 'web', name), 'utf8');
    const words = ['pki', 'export', '--web', '--out', 'web'];
    const { notes } = await cli.run(words);
    expect(notes.join()).not.toContain('password');
    const ca = read('web-ca.pem');
    expect(readdirSync(join(cli.folder, 'web')).filter((name) => name.startsWith('web-'))).toEqual([
      'web-ca.pem',
    ]);
    const withKeys = await cli.run([...words, '--keys']);
    expect(read('web-ca.pem')).toBe(ca);
    const passphrase = /web-client\.p12 opens with the password (\S+)/.exec(withKeys.notes.join())?.[1];
    const pfx = readFileSync(join(cli.folder, 'web', 'web-client.p12'));
    expect(() => createSecureContext({ pfx, passphrase })).not.toThrow();
    expect(() => createSecureContext({ pfx, passphrase: 'another' })).toThrow(/mac verify failure/);
    const client = new X509Certificate(read('web-client.pem'));
    expect(client.verify(new X509Certificate(ca).publicKey)).toBe(true);
    expect(client.checkPrivateKey(createPrivateKey(read('web-client.key.pem')))).toBe(true);
  });

  it.skipIf(process.platform === 'win32')(
    'lets nobody else read the keys that it writes and keeps',
    async () => {
      await cli.run(['pki', 'export', '--web', '--keys', '--out', 'web', '--data', 'data']);
      const files = ['web/web-client.p12', 'web/web-client.key.pem', 'data/own-web-ca.pem'];
      expect(files.map((file) => statSync(join(cli.folder, file)).mode & 0o777)).toEqual([
        0o600, 0o600, 0o600,
      ]);
    },
  );

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
