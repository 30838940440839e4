import type { Frame, Page } from 'playwright-core';

import type { Clock } from '#shared/runtime/clock';

import { transportName } from '../bridge/contract.ts';
import type { BridgeEnd } from '../launch-contract.ts';
import { documentScript, noticeName } from './document-script.ts';
import { hostOf } from './launch-navigation.ts';
import type { PageActivity } from './page-activity.ts';
import type { ReportFinding } from './window-findings.ts';

/** Who hears what the documents of a page say. */
export interface Listeners {
  readonly bridge: BridgeEnd;
  readonly activity: PageActivity;
  readonly report: ReportFinding;
  readonly clock: Clock;
}

/**
 * Puts the bridge into every document to come. A document tells that it begins before it speaks over the bridge; what
 * documents say arrives in the order in which they said it, with the frame it came from.
 */
export async function bindDocuments(page: Page, listeners: Listeners): Promise<void> {
  const { activity, bridge, clock, report } = listeners;
  await page.exposeBinding(noticeName, ({ frame }, notice: unknown) => {
    const top = frame === page.mainFrame();
    if (notice === 'document' && top) bridge.navigated(frame.url());
    const permission =
      typeof notice === 'string' ? /^permission ([a-z ]{1,30})$/.exec(notice)?.[1] : undefined;
    if (permission !== undefined) report('permissionAsked', `${permission}, by ${sourceOf(frame)}`);
  });
  await page.exposeBinding(transportName, ({ frame }, message: unknown) => {
    activity.stir();
    // Aside, because the browser may have been started within an exchange that is still open.
    clock.aside(() => {
      bridge.receive(message, { host: sourceOf(frame), top: frame === page.mainFrame() });
    });
  });
  await page.addInitScript({ content: documentScript });
  await page.addInitScript({ content: bridge.script });
}

/** The host a frame's document came from; empty for documents without one, such as about:blank. */
function sourceOf(frame: Frame): string {
  return hostOf(frame.url());
}
