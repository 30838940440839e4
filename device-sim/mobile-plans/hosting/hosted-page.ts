import type { Page } from 'playwright-core';

import { bindDocuments } from './bind-documents.ts';
import { hostOf, navigateTo } from './launch-navigation.ts';
import { PageActivity } from './page-activity.ts';
import type { PageOptions } from './page-options.ts';
import { defaultLimits } from './page-options.ts';
import { pagePort } from './page-port.ts';
import { answerQuestions } from './page-questions.ts';
import { findingsOf } from './window-findings.ts';

/** A portal in a real browser, shown as the app shows it. */
export interface HostedPage {
  /** playwright's own: to click, to read, to look at. */
  readonly page: Page;
  /** When its window is closed, by whomever, or the page has crashed. */
  readonly closed: Promise<void>;
  /** Resolves when no request of the page has been open for a moment, and the page has nothing to do. */
  readonly quiet: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Shows a launch in a page. `end` takes the window away.
 * @throws PortalNotShown when the portal does not come up; the window is gone then.
 */
export async function hostPage(
  page: Page,
  options: PageOptions,
  end: () => Promise<void>,
): Promise<HostedPage> {
  let ending: Promise<void> | undefined;
  const close = async (): Promise<void> => (ending ??= end());
  try {
    return await show(page, options, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function show(page: Page, options: PageOptions, close: () => Promise<void>): Promise<HostedPage> {
  const { clock, launch, trace, device = 'device-1' } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const context = page.context();
  const report = findingsOf(trace, device);
  const session = await context.newCDPSession(page);
  const activity = new PageActivity(clock, session, limits.busy);
  const bridge = launch.attach(pagePort(session, limits.callback, activity.stir));
  const closed = gone(page, () => {
    report('pageCrashed', hostOf(page.url()));
  }).then(() => {
    activity.end();
    bridge.closed();
  });
  const fault = (error: unknown): void => {
    trace.emit('fault', { where: `the window of ${device}`, error });
  };
  closed.then(close).catch(fault);
  activity.watch(context);
  await context.grantPermissions([]);
  answerQuestions(page, launch, report);
  await bindDocuments(page, { bridge, activity, report, clock });
  await navigateTo(launch, page, session, limits.navigation);
  const quiet = async (): Promise<void> => activity.quiet();
  if (options.staysOpen !== true) launch.ended.then(quiet).then(close).catch(fault);
  return { page, closed, quiet, close };
}

/** Until the page is closed, by whomever, or has crashed. */
async function gone(page: Page, crashed: () => void): Promise<void> {
  await new Promise<void>((resolve) => {
    page.once('close', () => {
      resolve();
    });
    page.once('crash', () => {
      crashed();
      resolve();
    });
  });
}
