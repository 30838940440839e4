import { DrawsKept } from '../kept-entropy.ts';
import type { Recording } from '../recording.ts';
import { digestOf } from '../recording.ts';
import { runOurSide } from './our-side.ts';
import type { OsmoCheckout } from './program.ts';
import { startOsmo, versionOf } from './program.ts';
import type { OsmoMade } from './scenarios.ts';

/** Runs a scenario with the real osmo-smdpp, and records it. */
export async function recordOsmo(
  checkout: OsmoCheckout,
  title: string,
  made: OsmoMade,
): Promise<Recording<OsmoMade>> {
  const { entropy, draws } = new DrawsKept(made.seed);
  await using osmo = await startOsmo(checkout, made, entropy);
  const { url, command, certificate } = osmo;
  const { frames, standing } = await runOurSide(made, url, entropy);
  return {
    title,
    command: 'npm run interop:record',
    peer: {
      name: 'osmo-smdpp',
      version: versionOf(checkout),
      command,
      ...(certificate === undefined ? {} : { certificate }),
    },
    made,
    draws,
    frames,
    standing,
    digest: digestOf(frames),
  };
}
