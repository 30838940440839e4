import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { browser, orSkipped } from '../../support/browser.ts';
import { CliFolder } from '../../support/cli.ts';

let folder: CliFolder;
beforeEach(() => {
  folder = new CliFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

/** What was told, without the time of day. */
const told = (notes: readonly string[]): readonly string[] =>
  notes.map((line) => line.replace(/^[\d:]{8} {2}/, ''));

describe('esimlab start', () => {
  it('tells in the terminal what happens on the device, from the download to the network', async () => {
    const lab = await folder.begin(['start']);
    expect((await folder.run(['download', 'immediate'])).code).toBe(0);
    await folder.run(['clock', 'advance', '10s']);
    const { notes } = await lab.stop();
    const lines = told(notes);
    const order = [
      'device-1  download: authenticateClient',
      'device-1  download: loadBoundProfilePackage',
      'device-1  searches for a network',
      'device-1  Connected: at home (001/01)',
    ].map((line) => lines.indexOf(line));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(lines).toContainEqual(expect.stringMatching(/^SM-DP\+ {4}\d{19} is Installed, code IMMEDIATE: /));
    expect(lines).toContainEqual(
      expect.stringMatching(/^operator {2}hears of \d{19}: bppInstallation, success$/),
    );
  });

  it('denies the network to a subscriber of the delayed path, and a minute later lets it in', async () => {
    const lab = await folder.begin(['start']);
    expect((await folder.run(['download', 'delayedConnectivity'])).code).toBe(0);
    await folder.run(['clock', 'advance', '10s']);
    await folder.run(['clock', 'advance', '2m']);
    const lines = told((await lab.stop()).notes).filter((line) => /denied|Connected/.test(line));
    expect(lines).toEqual([
      'device-1  is denied by the network (001/01), cause 8',
      'device-1  Connected: at home (001/01)',
    ]);
  });

  it('has the profile of the deferred path become available by itself, after the time that is set', async () => {
    await folder.begin(['start', '--available-after', '5m']);
    expect((await folder.run(['download', 'deferredDownload'])).code).toBe(1);
    await folder.run(['clock', 'advance', '4m']);
    expect((await folder.run(['download', 'deferredDownload'])).code).toBe(1);
    await folder.run(['clock', 'advance', '1m']);
    expect((await folder.run(['download', 'deferredDownload'])).code).toBe(0);
  });

  it('prints the addresses of all servers, as words and as JSON', async () => {
    const lab = await folder.begin(['start', '--json']);
    expect(JSON.parse(lab.line)).toMatchObject({
      ready: true,
      smdp: { address: expect.stringMatching(/^localhost:\d+$/) as unknown },
      es2plus: { url: expect.stringMatching(/^https:\/\/localhost:\d+$/) as unknown },
      portal: { url: expect.stringMatching(/^https:\/\/localhost:\d+\/$/) as unknown },
      lab: { url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown },
    });
    await lab.stop();
    const again = await folder.begin(['start']);
    const { out } = await again.stop();
    expect(out.join('\n')).toMatch(
      /portal {2}https:.*\n.*SM-DP\+ {2}https:.*\n.*ES2\+ {4}https:.*\n.*lab {5}http:/,
    );
  });
});

describe('esimlab portal', () => {
  it.runIf(browser !== undefined)(
    `enters a portal on the device of the running lab, in a real browser${orSkipped}`,
    async () => {
      const asked: string[] = [];
      const portal = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.setHeader('content-type', 'text/html');
        response.end(`<script>const meta = MobilePlans.createPurchaseMetaData(); meta.moDirectStatus = 'None';
        MobilePlans.notifyCancelledPurchase(meta)</script>`);
      });
      await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
      const url = `http://localhost:${(portal.address() as AddressInfo).port}/plans`;
      const lab = await folder.begin(['start']);
      const { code, notes } = await folder.run(['portal', url, '--headless', '--market', 'DE']);
      expect({ code, notes: notes.at(-1) }).toEqual({ code: 0, notes: 'the portal was cancelled' });
      expect(asked[0]).toMatch(/^\/plans\?eid=\d{32}&imei=\d{15}&location=US&market=DE&transactionId=/);
      const lines = told((await lab.stop()).notes);
      expect(lines).toContain('device-1  the portal calls notifyCancelledPurchase');
      portal.close();
    },
  );

  it('prints the script element for a development build of a portal, on the device that is asked for', async () => {
    await folder.begin(['start', '--json']);
    const { out } = await folder.run(['portal', 'http://localhost:5173/', '--script-tag']);
    const [, source = ''] = /^<script src="([^"]+)"><\/script>$/.exec(out[0] ?? '') ?? [];
    const { searchParams } = new URL(source.replaceAll('&amp;', '&'));
    expect(searchParams.get('portal')).toBe('http://localhost:5173/');
    const script = await fetch(source.replaceAll('&amp;', '&'));
    expect([script.status, await script.text()]).toEqual([
      200,
      expect.stringContaining('notifyProfileDownload'),
    ]);
  });

  it('says what to do when no lab is running, and when the address is none', async () => {
    expect(await folder.run(['portal'])).toMatchObject({
      code: 3,
      notes: ['esimlab: no lab of this folder is running; start it with "esimlab start"'],
    });
    await folder.begin(['start', '--json']);
    expect((await folder.run(['portal', 'portal'])).code).toBe(2);
    expect((await folder.run(['portal', 'http://portal.example/'])).code).toBe(2);
  });
});
