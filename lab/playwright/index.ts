/** `import { expect, test } from 'esimlab/playwright'`: Playwright's test with a device, and its Mobile Plans window as the page. */
import { test as base } from '@playwright/test';

import { hostPage, windowSize } from '#device-sim/mobile-plans/index';

import { browserLaunch } from './browser-launch.ts';
import { reportFailure } from './failure-report.ts';
import type { LabFixtures, LabOptions, LabTest } from './fixtures.ts';
import { labOfExec, openRunningLab, rootsOfExec } from './running-lab.ts';
import { leadTo, windowProxy } from './window-proxy.ts';
import { openWorldLab, sharedWebRoot } from './world-lab.ts';

export { expect } from '@playwright/test';
export { after, hours, minutes, seconds } from '#shared/runtime/span';
export type { LabFixtures, LabOptions, LabTest } from './fixtures.ts';
export type { TestDevice, TestProfile, TestToast, ToastWait } from './test-device.ts';
export type { PortalSettings, TestLab } from './test-lab.ts';

// Playwright reads from the parameters of a fixture which others it needs: they are taken apart there, if need be as {}.
// Options of the window are functions, because those count more than the `use` of a configuration.
export const test: LabTest = base.extend<LabFixtures & LabOptions>({
  seed: [undefined, { option: true }],
  portalUrl: [undefined, { option: true }],
  mobilePlans: [{}, { option: true }],

  chromiumAlone: [
    async ({ browserName }, use, testInfo) => {
      testInfo.skip(browserName !== 'chromium', 'the Mobile Plans window is a Chromium');
      await use(undefined);
    },
    { auto: true },
  ],

  launchOptions: async ({ browserName, launchOptions, playwright }, use, { project }) => {
    if (browserName !== 'chromium') {
      await use(launchOptions);
      return;
    }
    const { channel } = project.use;
    const own = playwright.chromium.executablePath();
    const trustedRoots = labOfExec() === undefined ? [sharedWebRoot().certificate.der] : rootsOfExec();
    await use(browserLaunch({ given: launchOptions, channel, own, trustedRoots }));
  },

  lab: async ({ mobilePlans, portalUrl, seed }, use, testInfo) => {
    const running = labOfExec();
    const settings = { ...mobilePlans, ...(portalUrl === undefined ? {} : { portalUrl }) };
    const lab =
      running === undefined
        ? await openWorldLab({ seed: seed ?? testInfo.titlePath.join(' › '), settings })
        : await openRunningLab(running, settings);
    try {
      await use(lab);
      if (testInfo.status !== testInfo.expectedStatus) await reportFailure(lab, testInfo);
    } finally {
      await lab.close();
    }
  },
  world: async ({ lab }, use) => use(lab.world),
  operator: async ({ lab }, use) => use(lab.world.operator),
  device: async ({ lab }, use) => use(lab.device),
  launch: async ({ lab }, use) => use(await lab.launch()),

  // Playwright asks for these before every test and hook, so they know nothing of a lab.
  viewport: async ({ viewport }, use) => use(viewport && { ...windowSize }),
  locale: async ({ mobilePlans }, use) => use(firstLanguage(mobilePlans)),
  proxy: async ({ browserName, proxy }, use) => {
    if (browserName !== 'chromium') {
      await use(proxy);
      return;
    }
    const { host, port } = await windowProxy();
    await use({ server: `http://${host}:${port}`, bypass: '<-loopback>' });
  },
  page: async ({ lab, launch, page }, use) => {
    const { clock, device, trace } = lab;
    const dataPath = await lab.dataPath();
    const leadAway = leadTo(dataPath);
    const options = { clock, device: device.name, launch, proxy: dataPath, staysOpen: true, trace };
    // Playwright closes the page.
    const end = async (): Promise<void> => undefined;
    try {
      lab.shown(await hostPage(page, options, end));
      await use(page);
    } finally {
      leadAway();
    }
  },
});

/** What the page's `navigator.language` says: the first language of the launch. */
function firstLanguage({ acceptLanguage = 'en-US' }: LabOptions['mobilePlans']): string {
  const [first = ''] = acceptLanguage.split(/[,;]/, 1);
  return first.trim();
}
