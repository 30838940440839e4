import type { HostedPage, Launch } from '#device-sim/mobile-plans/index';

import type { PortalPlan } from '../../operator/index.ts';
import type { WorldDevice } from '../../world/index.ts';
import type { Scene } from '../scene.ts';
import { StepFailed } from '../step-failed.ts';
import type { PortalWindow } from './portal-window.ts';

/** Shows a launch in a browser. @throws StepFailed where the scenario is played without one */
export async function openBrowserWindow(
  { world, clock, browser }: Scene,
  device: WorldDevice,
  launch: Launch,
): Promise<PortalWindow> {
  if (browser === undefined)
    throw new StepFailed('there is no browser: put "needs: [browser]" into the file');
  const proxy = await device.dataPath();
  const { trace } = world;
  const hosted = await (await browser()).open({ launch, proxy, clock, trace, device: device.name });
  return {
    launch,
    kind: 'browser',
    buy: (plan) => buyIn(hosted, plan),
    handOver: notHere,
    cancelPurchase: () => giveUp(hosted),
    cancelOperation: () => giveUp(hosted),
    balanceAdded: notHere,
    close: () => hosted.close(),
  };
}

function notHere(): never {
  throw new StepFailed('the pages of the portal say what they hand over; take "in: bridge"');
}

/** The clicks of somebody who buys a plan. */
async function buyIn({ page, quiet }: HostedPage, { id }: PortalPlan): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator(`input[name="plan"][value="${id}"]`).check({ force: true });
  await page.getByRole('button', { name: 'Buy this plan' }).click();
  await page.getByRole('button', { name: /^Confirm and pay/ }).click();
  await page.locator('#headline').waitFor();
  await quiet();
}

/** The person clicks the purchase away: the order is taken back, a download that was for later too, and the window closes. */
async function giveUp({ page, closed }: HostedPage): Promise<void> {
  await page.locator('form[action$="/cancel"] button').click();
  await closed;
}
