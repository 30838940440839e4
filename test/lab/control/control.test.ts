import { request } from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Lab } from './support.ts';
import { openLab } from './support.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

const withoutToken = { authorization: '' };

describe('who may ask the lab', () => {
  it('answers whoever has the token, in one line of JSON that nobody keeps', async () => {
    const { status, json } = await lab.ask('GET', '/api/health');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      ok: true,
      version: '1.2.3',
      mode: 'virtual',
      devices: ['device-1'],
      smdp: { address: 'smdp.operator.test' },
    });
  });

  it.each([
    ['no token', ''],
    ['a wrong token', 'Bearer 1234'],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
  ])('answers 401 to %s, and says nothing of the path', async (_what, authorization) => {
    for (const path of ['/api/health', '/api/nothing']) {
      const { status, json } = await lab.ask('GET', path, undefined, { authorization });
      expect(status).toBe(401);
      expect(json).toEqual({ error: expect.stringContaining('token') as unknown });
    }
  });

  it('takes no token from the query of a request: it would stand in logs', async () => {
    const path = `/api/health?token=${lab.control.token}`;
    expect((await lab.ask('GET', path, undefined, withoutToken)).status).toBe(401);
  });

  it.each([
    'evil.example',
    'evil.example:8440',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '@',
  ])('answers 403 when it is asked for as "%s", token or not', async (host) => {
    expect(await raw(lab, { host })).toMatchObject({ status: 403 });
  });

  it.each(['localhost', '127.0.0.1', '[::1]'])('may be asked for as %s', async (name) => {
    expect(await raw(lab, { host: `${name}:${lab.control.port}` })).toMatchObject({ status: 200 });
  });

  it.each(['https://portal.operator.test', 'null', 'http://localhost:1', 'http://evil.example', 'x'])(
    'answers 403 to a page of %s',
    async (origin) => {
      expect((await lab.ask('GET', '/api/health', undefined, { origin })).status).toBe(403);
    },
  );

  it('answers its own pages', async () => {
    expect((await lab.ask('GET', '/api/health', undefined, { origin: lab.control.url })).status).toBe(200);
  });
});

/** A request whose Host header is as given. */
function raw(
  { control }: Lab,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number | undefined }> {
  return new Promise((resolve, reject) => {
    const options = {
      port: control.port,
      host: '127.0.0.1',
      path: '/api/health',
      agent: false as const,
      headers: { authorization: `Bearer ${control.token}`, ...headers },
    };
    request(options, (response) => {
      response.resume();
      resolve({ status: response.statusCode });
    })
      .on('error', reject)
      .end();
  });
}

describe('what the lab is asked', () => {
  it('names the path that was meant', async () => {
    expect(await lab.ask('GET', '/api/device')).toEqual({
      status: 404,
      json: { error: '/api/device is not a path of the lab; did you mean /api/devices?' },
    });
    expect((await lab.ask('GET', '/')).json).toEqual({
      error: expect.stringContaining('/api/health, /api/devices, /api/orders, /api/clock') as unknown,
    });
  });

  it('says with which method a path is called', async () => {
    expect(await lab.ask('POST', '/api/health', {})).toEqual({
      status: 405,
      json: { error: '/api/health is called with GET, not POST' },
    });
  });

  it.each([
    ['{', 400, 'the body is not JSON'],
    ['[]', 400, 'the request is not understood'],
    ['null', 400, 'the request is not understood'],
    ['{"by":"10 minutes"}', 400, 'by: not a span such as 30s'],
    ['{"by":"99999d"}', 400, 'by: at most'],
    ['{"by":"1s","and":1}', 400, 'and'],
    ['{}', 400, 'by'],
  ])('answers %s with %d and what is wrong', async (body, status, says) => {
    const answered = await lab.ask('POST', '/api/clock/advance', body);
    expect(answered.status).toBe(status);
    expect(answered.json).toEqual({ error: expect.stringContaining(says) as unknown });
  });

  it('reads JSON only, and not too much of it', async () => {
    const type = { 'content-type': 'text/plain' };
    expect((await lab.ask('POST', '/api/clock/advance', '{"by":"1s"}', type)).status).toBe(415);
    const large = await lab.ask('POST', '/api/clock/advance', { by: 'x'.repeat(100_000) });
    expect(large).toMatchObject({
      status: 413,
      json: { error: expect.stringContaining('65536') as unknown },
    });
  });

  it('winds the clock and says what time it is', async () => {
    const { json: before } = await lab.ask('GET', '/api/clock');
    const { json: later } = await lab.ask('POST', '/api/clock/advance', { by: '10m' });
    const span = Date.parse((later as { now: string }).now) - Date.parse((before as { now: string }).now);
    expect(later).toMatchObject({ mode: 'virtual' });
    expect(span).toBe(600_000);
  });
});
