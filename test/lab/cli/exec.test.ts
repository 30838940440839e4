import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CliFolder } from '../../support/cli.ts';

let folder: CliFolder;
beforeEach(() => {
  folder = new CliFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

/** A program that leaves what it saw in a file, and ends as it is told. */
function program(code: string): readonly string[] {
  const file = join(folder.folder, 'program.mjs');
  writeFileSync(file, code);
  return ['exec', '--', process.execPath, file];
}

const leave = `import { writeFileSync } from 'node:fs';
const leave = (value) => writeFileSync(new URL('left.json', import.meta.url), JSON.stringify(value));`;

const left = (): unknown => JSON.parse(readFileSync(join(folder.folder, 'left.json'), 'utf8'));

describe('esimlab exec', () => {
  it('runs a command beside a lab that is ready, told where it is by its environment', async () => {
    const ran = await folder.run(
      program(`${leave}
        const { ESIMLAB_URL, ESIMLAB_TOKEN, ESIMLAB_SMDP_ADDRESS } = process.env;
        const headers = { authorization: 'Bearer ' + ESIMLAB_TOKEN };
        const health = await (await fetch(ESIMLAB_URL + '/api/health', { headers })).json();
        const portal = await (await fetch(process.env.ESIMLAB_PORTAL_URL + 'health')).json();
        leave({ smdp: health.smdp.address === ESIMLAB_SMDP_ADDRESS, devices: health.devices, portal });`),
    );
    expect(ran).toMatchObject({ code: 0, out: [] });
    expect(left()).toEqual({
      smdp: true,
      devices: ['device-1'],
      portal: { status: 'ok', operator: 'Fernweh Mobile' },
    });
  });

  it('gives the files by which ES2+ is called with mutual TLS', async () => {
    const ran = await folder.run(
      program(`${leave}
        import { readFileSync } from 'node:fs';
        import { request } from 'node:https';
        const { ESIMLAB_ES2PLUS_URL, ESIMLAB_CLIENT_P12, ESIMLAB_CLIENT_P12_PASSWORD, ESIMLAB_CA_FILE } = process.env;
        const body = JSON.stringify({ header: { functionRequesterIdentifier: '2.999.1.1', functionCallIdentifier: '1' }, profileType: 'none such' });
        const call = (tls) => new Promise((resolve, reject) => {
          const asked = request(ESIMLAB_ES2PLUS_URL + '/gsma/rsp2/es2plus/downloadOrder', { method: 'POST', ca: readFileSync(ESIMLAB_CA_FILE), ...tls,
            headers: { 'content-type': 'application/json', 'x-admin-protocol': 'gsma/rsp/v2.6.0' } }, async (answer) => {
            let text = ''; for await (const part of answer) text += part;
            resolve([answer.statusCode, text]);
          });
          asked.on('error', reject); asked.end(body);
        });
        const [, answer] = await call({ pfx: readFileSync(ESIMLAB_CLIENT_P12), passphrase: ESIMLAB_CLIENT_P12_PASSWORD });
        const [refused, why] = await call({});
        leave({ status: JSON.parse(answer).header.functionExecutionStatus.statusCodeData, refused, why, file: ESIMLAB_CLIENT_P12 });`),
    );
    expect(ran.code).toBe(0);
    const { status, refused, why, file } = left() as Readonly<Record<string, unknown>>;
    expect(status).toMatchObject({ subjectCode: '8.2.5', reasonCode: '3.9' });
    expect(refused).toBe(403);
    expect(why).toMatch(/^the client certificate of .* is refused \(missing\): none was presented\n$/);
    expect(statSync(String(file)).mode & 0o077).toBe(0);
  });

  it('ends with the exit code of the command, and leaves what happened in a report folder', async () => {
    const ran = await folder.run(program('process.exit(7)'));
    expect(ran.code).toBe(7);
    expect(ran.notes.at(-1)).toMatch(/ended with 7; what happened is in esimlab-report$/);
    const report = join(folder.folder, 'esimlab-report');
    expect(readdirSync(report).sort()).toEqual(['summary.json', 'trace.jsonl']);
    const summary = JSON.parse(readFileSync(join(report, 'summary.json'), 'utf8')) as object;
    expect(summary).toMatchObject({ exitCode: 7, devices: [{ name: 'device-1', profiles: [] }], orders: [] });
    const [first = ''] = readFileSync(join(report, 'trace.jsonl'), 'utf8').split('\n');
    expect(JSON.parse(first)).toMatchObject({ name: expect.any(String) as unknown });
  });

  it('leaves no report when the command was well', async () => {
    expect((await folder.run(program(''))).code).toBe(0);
    expect(readdirSync(folder.folder)).not.toContain('esimlab-report');
  });

  it('says in one line that there is no such program, and that none was given', async () => {
    const unknown = await folder.run(['exec', '--', 'no-such-program-here']);
    expect(unknown.code).toBe(2);
    expect(unknown.notes.at(-1)).toMatch(/there is no program "no-such-program-here"/);
    expect(await folder.run(['exec'])).toMatchObject({ code: 2 });
  });
});
