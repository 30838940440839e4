import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownWebServerKeys } from '../../../lab/cli/own-web-root.ts';

let data: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'esimlab-keys-'));
});

afterEach(() => {
  rmSync(data, { recursive: true, force: true });
});

const rsaKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 1024 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
const never = (): string => {
  throw new Error('made anew');
};

describe('the keys of the web servers of a data folder', () => {
  it('are made once, and are the same at the next start', () => {
    const [portal, es2plus] = [rsaKey(), rsaKey()];
    const first = ownWebServerKeys(data);
    expect([first('portal', () => portal), first('es2plus', () => es2plus)]).toEqual([portal, es2plus]);
    const next = ownWebServerKeys(data);
    expect([next('portal', never), next('es2plus', never)]).toEqual([portal, es2plus]);
  });

  it.skipIf(process.platform === 'win32')('are readable by their owner only', () => {
    ownWebServerKeys(data)('portal', rsaKey);
    expect(statSync(join(data, 'own-web-keys.json')).mode & 0o777).toBe(0o600);
  });

  it.each(['', '{"portal": "no key"}', '[1]', '{"portal"'])(
    'are made anew where their file holds %j',
    (text) => {
      writeFileSync(join(data, 'own-web-keys.json'), text);
      const key = rsaKey();
      expect(ownWebServerKeys(data)('portal', () => key)).toBe(key);
      expect(JSON.parse(readFileSync(join(data, 'own-web-keys.json'), 'utf8'))).toMatchObject({
        portal: key,
      });
    },
  );
});
