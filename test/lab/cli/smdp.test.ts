import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { webCertificatePem } from '#shared/pki/web/web-identity';
import { systemClock } from '#shared/runtime/clock';

import { openWebPki } from '../../shared/pki/web/support.ts';
import { openEndpoint } from '../../smdp/es2plus/operator-endpoint.ts';
import { CliFolder } from '../../support/cli.ts';

let folder: CliFolder;
beforeEach(() => {
  folder = new CliFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

/** An operator of somebody else: what it is told of, in order. */
async function foreignOperator() {
  const points: number[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      points.push((JSON.parse(body) as { notificationPointId: number }).notificationPointId);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    points,
    async [Symbol.asyncDispose](): Promise<void> {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('esimlab smdp', () => {
  it('tells an operator of yours of a download: checked, handed out, installed', async () => {
    await using operator = await foreignOperator();
    const lab = await folder.begin([
      'smdp',
      '--matching-id',
      'TEST-1',
      '--es2-notify',
      operator.url,
      '--json',
    ]);
    const { activationCodes } = JSON.parse(lab.line) as { activationCodes: readonly { code: string }[] };
    expect((await folder.run(['download', activationCodes[0]?.code ?? ''])).code).toBe(0);
    await lab.stop();
    expect(operator.points).toEqual([1, 3, 4]);
  });

  it('tells an operator whose certificate is of another CA once it is given that, of what was before, too', async () => {
    const pki = openWebPki(7, systemClock());
    const ca = join(folder.folder, 'ca.pem');
    writeFileSync(ca, webCertificatePem(pki.root.certificate));
    const tls = { key: pki.server.key, cert: webCertificatePem(pki.server.certificate) };
    const operator = await openEndpoint(systemClock(), undefined, tls);
    const points = () => {
      const byIccid = new Map<string, number[]>();
      for (const { iccid, notificationPointId: point } of operator.told)
        byIccid.set(iccid, [...(byIccid.get(iccid) ?? []), point]);
      return [...byIccid.values()];
    };
    const url = operator.url.replace('http:', 'https:');
    const installWith = async (words: readonly string[]) => {
      const lab = await folder.begin([
        'smdp',
        '--matching-id',
        'T-1',
        '--es2-notify',
        url,
        '--json',
        ...words,
      ]);
      const { activationCodes } = JSON.parse(lab.line) as { activationCodes: readonly { code: string }[] };
      expect((await folder.run(['download', activationCodes[0]?.code ?? ''])).code).toBe(0);
      return lab;
    };
    try {
      await (await installWith([])).stop();
      expect(points()).toEqual([]);
      const lab = await installWith(['--es2-notify-ca', ca]);
      await folder.run(['clock', 'advance', '10s']);
      await lab.stop();
      expect(points()).toEqual([
        [1, 3, 4],
        [1, 3, 4],
      ]);
    } finally {
      await operator.close();
    }
  });

  it.each([
    [['--latency', 'getBoundProfilPackage=90s'], /did you mean getBoundProfilePackage\?/],
    [['--latency', 'cancelOrder'], /must be spans by name such as cancelOrder=5s, not "cancelOrder"/],
    [
      ['--es2-notify', 'operator.example'],
      /must be a URL such as https:\/\/host:port, not "operator.example"/,
    ],
    [['--es2-notify-ca', 'ca.pem'], /--es2-notify-ca is for the operator of --es2-notify; give that too/],
    [
      ['--es2-notify', 'https://localhost:1', '--es2-notify-ca', 'none-such.pem'],
      /cannot read none-such\.pem; give the PEM file of a CA with --es2-notify-ca/,
    ],
    [
      ['--es2-notify', 'https://localhost:1', '--es2-notify-ca', 'package.json'],
      /package\.json: no PEM block "CERTIFICATE" stands there; give/,
    ],
    [['--not-yet-released', 'no'], /must be profileNotReleased or matchingIdRefused, not "no"/],
  ])('says what is wrong with %j', async (options, message) => {
    const { code, notes } = await folder.run(['smdp', ...options]);
    expect(code).toBe(2);
    expect(notes.join('\n')).toMatch(message);
  });
});
