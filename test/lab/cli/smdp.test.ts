import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

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

  it.each([
    [['--latency', 'getBoundProfilPackage=90s'], /did you mean getBoundProfilePackage\?/],
    [['--latency', 'cancelOrder'], /must be spans by name such as cancelOrder=5s, not "cancelOrder"/],
    [
      ['--es2-notify', 'operator.example'],
      /must be a URL such as https:\/\/host:port, not "operator.example"/,
    ],
    [['--not-yet-released', 'no'], /must be profileNotReleased or matchingIdRefused, not "no"/],
  ])('says what is wrong with %j', async (options, message) => {
    const { code, notes } = await folder.run(['smdp', ...options]);
    expect(code).toBe(2);
    expect(notes.join('\n')).toMatch(message);
  });
});
