import { fileURLToPath } from 'node:url';

import { beforeAll, describe, expect, it } from 'vitest';

import { browser, orSkipped } from '../../support/browser.ts';
import type { PlayedTest } from '../../support/playwright-run.ts';
import { build, PlaywrightFolder } from '../../support/playwright-run.ts';
import { openSmallPortal } from './small-portal.ts';

const specs = fileURLToPath(new URL('specs/', import.meta.url));
const patience = 300_000;

describe.skipIf(browser === undefined)(`esimlab/playwright${orSkipped}`, () => {
  let played: readonly PlayedTest[] = [];
  const named = (title: string): readonly PlayedTest[] => played.filter((each) => each.title === title);

  beforeAll(async () => {
    await build();
    using portal = await openSmallPortal();
    using folder = new PlaywrightFolder();
    played = await folder.run({ specs, env: { SMALL_PORTAL_URL: portal.url } });
  }, patience);

  it.each([
    'an own portal is entered as Windows enters it',
    'an own portal hands over a code of the desk',
    'a code that nobody knows is refused by its name',
    'an order that has expired is refused when the clock is wound past it',
    'a profile that is bought for later comes when its toast is accepted',
    'a network that comes later is told by a toast',
    'a portal that gives up leaves its window open for the test',
  ])('%s', (title) => {
    expect(named(title)).toMatchObject([{ status: 'passed', errors: [] }]);
  });

  it('gives each of two tests side by side a world of its own', () => {
    const customers = [...named('Alice buys alone'), ...named('Bob buys alone')];
    expect(customers).toMatchObject([{ status: 'passed' }, { status: 'passed' }]);
    expect(new Set(customers.flatMap(({ annotations }) => annotations)).size).toBe(2);
  });

  it('draws the same device from the same seed', () => {
    const devices = [...named('the same device comes once'), ...named('the same device comes again')];
    expect(devices).toMatchObject([{ status: 'passed' }, { status: 'passed' }]);
    expect(new Set(devices.flatMap(({ annotations }) => annotations)).size).toBe(1);
  });

  it('skips browsers that cannot be the window', () => {
    expect(
      named('other browsers are skipped')
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['passed', 'skipped']);
  });

  it('attaches to a failed test the registration, the findings, the calls and every octet', () => {
    const [failed] = named('fails on purpose');
    const { 'lab.txt': lab, 'host-lane.txt': lane, 'trace.jsonl': trace = '' } = failed?.attachments ?? {};
    expect(failed?.status).toBe('failed');
    expect(lab).toContain('device-1 is registered as "none", no profile is enabled');
    expect(lab).toContain('portalOverHttp: ');
    expect(lane).toMatch(
      /call notifyProfileDownload .*NOBODY-KNOWS[^]*callback profileActivationComplete .*invalidMatchingId/,
    );
    const events = trace
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly name: string });
    expect(events.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['host.launch', 'wire', 'host.call']),
    );
  });

  it('says what a device still needs to be registered', () => {
    const [waited] = named('waits on purpose for a portal that calls nothing');
    expect(waited?.status).toBe('failed');
    expect(waited?.errors[0]).toContain('no profile is enabled on it');
    expect(waited?.attachments['host-lane.txt']).toContain('the portal called nothing');
  });
});
