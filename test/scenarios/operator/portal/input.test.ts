import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toUtf8 } from '#shared/bytes/bytes';
import { launchQuery, PortalBench } from './bench.ts';

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe('portal: every answer', () => {
  it('loads nothing from elsewhere, runs no inline script and is not kept', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    const { headers, text } = await bench.get(`${purchase}/connect`);
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(text).not.toMatch(
      /<script(?![^>]* src="\/assets\/)|<style|\sstyle=|\son\w+=|(?:src|href)="(?!\/|#|lpa:)/,
    );
  });

  it('a script tag comes first, and its own origin alone is let in besides', async () => {
    await using bench = await PortalBench.open({ scriptTag: 'http://127.0.0.1:8440/bridge.js?token=a&b=c' });
    const purchase = await bench.launch();
    const { headers, text } = await bench.get(`${purchase}/sign-in`);
    expect(headers['content-security-policy']).toContain("script-src 'self' http://127.0.0.1:8440;");
    expect(headers['content-security-policy']).toContain(
      "connect-src 'self' http://127.0.0.1:8440 ws://127.0.0.1:8440;",
    );
    const scripts = [...text.matchAll(/<script src="([^"]+)"/g)].map(([, source]) => source);
    expect(scripts[0]).toBe('http://127.0.0.1:8440/bridge.js?token=a&amp;b=c');
    expect(scripts[1]).toMatch(/^\/assets\/window-/);
  });

  it('a script tag that is no URL is refused when the portal opens', async () => {
    await expect(PortalBench.open({ scriptTag: 'bridge.js' })).rejects.toThrow('not the URL of a script');
  });

  it('assets are named after their content and kept for ever', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    const { text } = await bench.get(`${purchase}/sign-in`);
    const links = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, link]) => link ?? '');
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) {
      const asset = await bench.get(link);
      expect([asset.status, asset.headers['cache-control']]).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ]);
    }
    expect((await bench.get('/assets/portal-000000000000.css')).status).toBe(404);
  });

  it('says that it is well', async () => {
    await using bench = await PortalBench.open();
    const { status, text } = await bench.get('/health');
    expect([status, JSON.parse(text)]).toEqual([200, { status: 'ok', operator: 'Fernweh Mobile' }]);
  });
});

describe('portal: bad input', () => {
  it.each([
    ['GET', '/nowhere', 404],
    ['GET', '/purchase/unknown/plan', 404],
    ['POST', '/purchase/unknown/confirm', 404],
    ['GET', '/purchase/%E0%A4%A/plan', 400],
    ['POST', '/', 405],
    ['DELETE', '/health', 405],
    ['GET', '/assets/..%2f..%2fpackage.json', 404],
    ['GET', '/HEALTH', 404],
  ])('%s %s is answered %i with a page', async (method, path, status) => {
    await using bench = await PortalBench.open();
    const answer = await bench.send(method, path);
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
    expect(answer.text).not.toMatch(/ at .*:\d+:\d+|node_modules/);
    expect(bench.faults).toEqual([]);
  });

  it('a wrong method names the right ones', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    expect((await bench.get(`${purchase}/cancel`)).headers['allow']).toBe('POST');
    expect((await bench.send('PUT', `${purchase}/sign-in`)).headers['allow']).toBe('GET, HEAD, POST');
  });

  it.each([
    ['a body that is too large', form, 'x'.repeat(20_000), 413],
    ['another media type', { 'Content-Type': 'application/xml' }, '<name/>', 415],
    ['octets that are no text', form, Uint8Array.of(0xff, 0xfe), 400],
    ['a name that is too long', form, `name=${'x'.repeat(81)}`, 400],
    ['a name with control characters', form, 'name=a%00b', 400],
    ['no fields', form, '', 400],
    ['another site’s page', { ...form, Origin: 'https://elsewhere.example' }, 'name=Alex', 403],
    ['a page without an origin', { ...form, Origin: 'null' }, 'name=Alex', 403],
  ])('%s at the sign-in: %s', async (_what, headers, body, status) => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    const octets = typeof body === 'string' ? toUtf8(body) : body;
    const answer = await bench.send('POST', `${purchase}/sign-in`, { headers, body: octets });
    expect(answer.status).toBe(status);
    expect(bench.moves).toBe('opened');
    expect(bench.faults).toEqual([]);
  });

  it('names are shown as they were written', async () => {
    await using bench = await PortalBench.open({ operatorName: 'A & B <Mobile>' });
    const purchase = await bench.launch();
    await bench.post(`${purchase}/sign-in`, { name: `<img src=x onerror="alert('1')">`, how: 'existing' });
    const { text } = await bench.get(`${purchase}/plan`);
    expect(text).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;');
    expect(text).toContain('A &amp; B &lt;Mobile&gt;');
    expect(text).not.toContain('<img');
  });
});

describe('portal: whatever comes in', () => {
  let bench: PortalBench;
  beforeAll(async () => {
    bench = await PortalBench.open();
  });
  afterAll(async () => bench[Symbol.asyncDispose]());

  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('<script>alert(1)</script>', '"><b id=x>', "'-->", '\u2028</title>', '%', '\0'),
  );
  const parameter = fc.tuple(
    fc.oneof(fc.constantFrom('eid', 'iccid', 'iccids', 'imei', 'market', 'location', 'transactionId'), nasty),
    nasty,
  );

  it('in a query gives a page or a redirect, never unescaped markup and never a fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(parameter, { maxLength: 5 }), fc.boolean(), async (parameters, raw) => {
        const query = raw
          ? parameters
              .map(([name, value]) => `${encodeURI(wellFormed(name))}=${encodeURI(wellFormed(value))}`)
              .join('&')
          : new URLSearchParams(parameters).toString();
        const { status, text } = await bench.get(`/?${query}`);
        expect([200, 303, 400]).toContain(status);
        expect(text).not.toMatch(/<script>|<b id|-->/);
      }),
      { numRuns: 150 },
    );
    expect(bench.faults).toEqual([]);
  });

  it('in the headers of a failed download is shown escaped', async () => {
    const text = fc.string({
      unit: fc.constantFrom('<', '>', '"', "'", '&', ',', ':', ' ', '/', '{', 'Server', 'Failure', '7'),
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(text, text, text, async (codes, times, iccids) => {
        const purchase = await bench.launch(launchQuery, {
          'X-MP-LPAError-Codes': codes,
          'X-MP-LPAError-TimeStamps': times,
          'X-MP-LPAError-ICCIDs': iccids,
        });
        const page = await bench.get(`${purchase}/sign-in`);
        expect(page.status).toBe(200);
        expect(page.text.match(/<script/g)).toHaveLength(2);
      }),
      { numRuns: 50 },
    );
    expect(bench.faults).toEqual([]);
  });

  it('in a form gives a page or a redirect', async () => {
    const purchase = await bench.launch();
    await fc.assert(
      fc.asyncProperty(fc.array(parameter, { maxLength: 4 }), nasty, nasty, async (fields, name, how) => {
        const body = new URLSearchParams([...fields, ['name', name], ['how', how]]).toString();
        const answer = await bench.send('POST', `${purchase}/sign-in`, { headers: form, body: toUtf8(body) });
        expect([303, 400]).toContain(answer.status);
        const page = await bench.get(`${purchase}/sign-in`);
        expect(page.text).not.toMatch(/<script>|<b id|-->/);
      }),
      { numRuns: 80 },
    );
    expect(bench.faults).toEqual([]);
  });

  it('as a report is taken or refused', async () => {
    const purchase = await bench.buy(launchQuery.replace('tx-1', 'tx-reports'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), nasty), async (body) => {
        const call = { headers: { 'Content-Type': 'application/json' }, body: toUtf8(wellFormed(body)) };
        expect([200, 400]).toContain((await bench.send('POST', `${purchase}/report`, call)).status);
      }),
      { numRuns: 100 },
    );
    expect(bench.faults).toEqual([]);
  });
});

/** Without lone surrogates, which no URL and no UTF-8 has. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '');
}
