import type { Page } from 'playwright-core';

import { windowSize } from './start-browser.ts';

/** Makes a window as large as its page needs to be 800x600; its title bar and frame come on top. */
export async function fitWindow(page: Page): Promise<void> {
  const frame: unknown = await page.evaluate('[outerWidth - innerWidth, outerHeight - innerHeight]');
  const [wider = 0, higher = 0] = frame as readonly number[];
  const session = await page.context().newCDPSession(page);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  const bounds = { width: windowSize.width + wider, height: windowSize.height + higher };
  await session.send('Browser.setWindowBounds', { windowId, bounds });
  await session.detach();
}
