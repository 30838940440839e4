import { findBrowser } from '#device-sim/mobile-plans/hosting/index';

/** The browser of this machine, if there is one; suites that need it are skipped where there is none. */
export const browser = findBrowser();

/** What a suite's name says where it is skipped. */
export const orSkipped = browser === undefined ? ' (skipped: no Chrome, Edge or Chromium here)' : '';

if (browser === undefined && process.env['ESIMLAB_VECTORS'] === 'required') {
  throw new Error(
    'a Chrome, Edge or Chromium is required for the tests in a browser; name one with ESIMLAB_BROWSER',
  );
}
