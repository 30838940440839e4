import type { ConsentAnswer, Delivery, DownloadResult } from '#device-sim/lpa/index';
import { acceptingHost, DownloadFailed, toResult } from '#device-sim/lpa/index';
import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import type { Entropy } from '#shared/runtime/entropy';
import { steppedClock } from '#shared/runtime/clock';
import { instant } from '#shared/runtime/span';

import type { Frame, Standing } from '../recording.ts';
import { standingOf, Watch } from '../watch.ts';
import type { OsmoMade, OsmoStep } from './scenarios.ts';
import { osmoAddress } from './scenarios.ts';

/** What our LPA did with a server, and how its card stands then. */
export interface OurRun {
  readonly frames: readonly Frame[];
  readonly standing: Standing;
}

/** Has our LPA do the steps of a scenario with the osmo-smdpp at a URL, or with what plays it. */
export async function runOurSide(made: OsmoMade, url: string, entropy: Entropy): Promise<OurRun> {
  const { start, ci } = made;
  const serverUrls = { [osmoAddress]: url };
  await using world = await openWorld({
    clock: steppedClock(instant(start)),
    entropy,
    smdp: false,
    network: false,
    devices: [{ name: 'device-1', card: { ci }, serverUrls }],
  });
  const watch = new Watch(world, 'client');
  for (const step of made.steps) {
    watch.frames.push(['begin', wordsOf(step)]);
    watch.frames.push(['end', await outcomeOf(world, step)]);
  }
  watch.stop();
  return { frames: watch.frames, standing: await standingOf(world) };
}

const wordsOf = (step: OsmoStep): readonly string[] =>
  Object.values(step).map((word: string | number | boolean) => String(word));

async function outcomeOf(world: World, step: OsmoStep): Promise<unknown> {
  const { lpa } = world.device();
  if (step.do === 'download') return outcomeOfDownload(world, step);
  if (step.do === 'deliver') return delivered(await lpa.deliverNotifications());
  const iccid = (await lpa.profiles())[step.profile]?.iccid;
  if (iccid === undefined) throw new Error(`there is no profile ${step.profile}`);
  return delivered(await lpa[step.do](iccid));
}

async function outcomeOfDownload(
  world: World,
  { matchingId, address = osmoAddress, enable = true, consent }: OsmoStep & { do: 'download' },
): Promise<unknown> {
  const answer: ConsentAnswer = consent ?? 'accept';
  try {
    const result: DownloadResult = await world.device().lpa.download({
      activationCode: `1$${address}$${matchingId}`,
      enable,
      host: { ...acceptingHost, consent: () => Promise.resolve(answer) },
    });
    const { ok, iccid, notifications } = result;
    return { ok, iccid, notifications };
  } catch (error) {
    if (!(error instanceof DownloadFailed)) throw error;
    const { stage, refusal, cause, status } = toResult(error);
    return { ok: false, stage, refusal, cause, status, cancelled: error.cancelled };
  }
}

const delivered = ({ delivered: done, kept }: Delivery): unknown => ({
  delivered: done.length,
  kept: kept.length,
});
