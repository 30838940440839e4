import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { htmlReport } from '#lab/cli/run/html/html-report';

import { scenarioText } from '../../../scenarios/runner/scenario-folder.ts';
import { browser as program, orSkipped } from '../../../support/browser.ts';
import { playedRun } from './played.ts';

const odd = '<img src=x onerror=alert(1)>';

describe('the HTML report', () => {
  let html: string;
  beforeAll(async () => {
    const { run, files } = await playedRun({
      'a.yaml': scenarioText({ name: `Held back ${odd}` }),
      'b.yaml': scenarioText({ name: 'Expected to work', expects: '{ download: ok }' }),
    });
    html = htmlReport(run, files);
  }, 60_000);

  it('needs nothing else: no address is in it but those of the scenarios', () => {
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
    expect(html).not.toMatch(/url\(|@import/);
  });

  it('shows names as they are, whatever is in them', () => {
    expect(html).not.toContain(odd);
    expect(html).toContain('Held back &lt;img src=x onerror=alert(1)&gt;');
  });

  it('says what failed, and marks the line', () => {
    expect(html).toContain('<h1>1 of 2 scenarios failed</h1>');
    expect(html).toContain('<span class="here">  - <b>expect</b>: { download: ok }</span>');
  });

  describe.skipIf(program === undefined)(`in a browser${orSkipped}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'esimlab-report-'));
    const faults: string[] = [];
    let browser: Browser;
    let page: Page;
    beforeAll(async () => {
      writeFileSync(join(folder, 'report.html'), html);
      browser = await chromium.launch({ executablePath: program ?? '', chromiumSandbox: false });
      page = await browser.newPage();
      page.on('pageerror', ({ message }) => faults.push(message));
      await page.goto(pathToFileURL(join(folder, 'report.html')).href);
    }, 60_000);
    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    });

    it('opens the first that failed, and draws its messages', async () => {
      const shown = page.locator('article:visible');
      expect(await shown.locator('h2').textContent()).toBe('Expected to work');
      await shown.getByText('profileNotReleased 8.2/1.2').click();
      expect(await shown.getByText('ES9+.authenticateClient, response').isVisible()).toBe(true);
      expect(faults).toEqual([]);
    });

    it('goes to another one, shows housekeeping, and finds by words', async () => {
      await page.locator('.list a').first().click();
      const shown = page.locator('article:visible');
      expect(await shown.locator('h2').textContent()).toBe(`Held back ${odd}`);
      const housekeeping = shown.getByText('MANAGE CHANNEL (open)').first();
      expect(await housekeeping.isVisible()).toBe(false);
      await shown.locator('.small-too').check();
      expect(await housekeeping.isVisible()).toBe(true);
      await page.locator('.search').fill('expected');
      expect(await page.locator('.list li:visible').allTextContents()).toEqual([
        expect.stringContaining('Expected to work'),
      ]);
      expect(faults).toEqual([]);
    });
  });
});
