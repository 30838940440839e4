import { replayLpac } from './lpac/replay-lpac.ts';
import type { LpacMade } from './lpac/scenarios.ts';
import { replayOsmo } from './osmo/replay-osmo.ts';
import type { OsmoMade } from './osmo/scenarios.ts';
import type { Recording } from './recording.ts';
import { expectWhole } from './recording.ts';

/** Plays a recorded peer against our side anew. @throws NotAsRecorded */
export async function replay(recording: Recording): Promise<void> {
  expectWhole(recording);
  if (recording.peer.name === 'lpac') await replayLpac(recording as Recording<LpacMade>);
  else await replayOsmo(recording as Recording<OsmoMade>);
}
