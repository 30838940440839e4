/** A portal in a real browser: Chrome, Edge or Chromium, driven by playwright-core, which is loaded when it is needed. */
export { findBrowser, NoBrowser } from './find-browser.ts';
export { hostPage } from './hosted-page.ts';
export type { HostedPage } from './hosted-page.ts';
export { PortalNotShown } from './launch-navigation.ts';
export { openHostedPage, openHostingBrowser } from './open-hosted-page.ts';
export type { HostedPageOptions, HostingBrowser } from './open-hosted-page.ts';
export type { PageLimits, PageOptions } from './page-options.ts';
export { browserArguments, windowSize } from './start-browser.ts';
export type { BrowserOptions } from './start-browser.ts';
export type { WindowFinding } from './window-findings.ts';
