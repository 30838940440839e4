import { keptEntropy } from '../kept-entropy.ts';
import type { Frame, Recording } from '../recording.ts';
import { NotAsRecorded } from '../recording.ts';
import { tlsKeyOf } from './certificates.ts';
import { runOurSide } from './our-side.ts';
import type { OsmoMade } from './scenarios.ts';
import { playOsmo } from './scripted-osmo.ts';

/**
 * Has our LPA and a fresh card do the same again with a server that answers as osmo-smdpp did.
 * @throws NotAsRecorded when one octet of ours, an outcome or the end is another than recorded
 */
export async function replayOsmo({
  made,
  draws,
  peer,
  frames,
  standing,
}: Recording<OsmoMade>): Promise<void> {
  const key = tlsKeyOf(made, keptEntropy(made.seed, draws));
  const tls = key === undefined ? undefined : { certificate: peer.certificate ?? '', key };
  await using osmo = await playOsmo(frames, tls);
  const again = await runOurSide(made, osmo.url, keptEntropy(made.seed, draws));
  const [strange] = osmo.strange;
  if (strange !== undefined) throw new NotAsRecorded(strange);
  expectSame(frames, again.frames);
  if (JSON.stringify(again.standing) !== JSON.stringify(standing))
    throw new NotAsRecorded(`the end is another: ${JSON.stringify(again.standing)}`);
}

function expectSame(recorded: readonly Frame[], again: readonly Frame[]): void {
  for (let index = 0; index < Math.max(recorded.length, again.length); index += 1) {
    const [was, is] = [recorded[index], again[index]].map((frame) => JSON.stringify(frame ?? 'nothing'));
    if (was !== is) throw new NotAsRecorded(`frame ${index + 1} was ${was ?? ''}, and is ${is ?? ''}`);
  }
}
