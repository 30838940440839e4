import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { missing, realPeer } from './peers.ts';
import type { PeerName } from './recording.ts';
import { fileOf, printRecording } from './recording.ts';
import type { Scenario } from './scenarios.ts';
import { scenarios } from './scenarios.ts';

const help = `npm run interop:record [-- NAME...]

Runs the real peers that are here with our card, server and LPA, and writes test/interop/recordings/PEER/NAME.json.

NAME is a peer (lpac, osmo-smdpp), or a run of one (lpac/chip-info); all runs unless given:
${scenarios.map(({ peer, name, title }) => `  ${`${peer}/${name}`.padEnd(34)}${title}`).join('\n')}

LPAC         the program lpac; on PATH unless given
OSMO_SMDPP   a checkout of pysim, which is left as it is; PYTHON is the Python that has what it needs

A peer that is not here is told in one line, and its recordings are left as they are.
Exit code: 0 when every run was recorded whose peer is here; 1 when one failed; 2 for a name that is none; 3 when no peer
is here.`;

/** Where the recorder says what it does, and where it looks for peers. */
export interface Desk {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly out: (line: string) => void;
  readonly note: (line: string) => void;
}

/** Runs the recorder's command line. @returns its exit code */
export async function runRecorder(names: readonly string[], desk: Desk): Promise<number> {
  if (names.includes('--help')) {
    desk.out(help);
    return 0;
  }
  const unknown = names.filter((name) => !scenarios.some((scenario) => isMeant(scenario, name)));
  for (const name of unknown) desk.note(`there is no run ${name}; see npm run interop:record -- --help`);
  if (unknown.length > 0) return 2;
  const wanted = scenarios.filter(
    (scenario) => names.length === 0 || names.some((name) => isMeant(scenario, name)),
  );
  const outcomes: ('recorded' | 'failed')[] = [];
  for (const peer of new Set(wanted.map((scenario) => scenario.peer)))
    outcomes.push(
      ...(await recordAll(
        peer,
        wanted.filter((scenario) => scenario.peer === peer),
        desk,
      )),
    );
  if (outcomes.length === 0) return 3;
  return outcomes.includes('failed') ? 1 : 0;
}

function isMeant({ peer, name }: Scenario, asked: string): boolean {
  return asked === peer || asked === `${peer}/${name}`;
}

async function recordAll(
  peer: PeerName,
  runs: readonly Scenario[],
  { environment, out, note }: Desk,
): Promise<readonly ('recorded' | 'failed')[]> {
  const record = realPeer(peer, environment);
  if (record === undefined) {
    out(missing[peer]);
    return [];
  }
  const outcomes: ('recorded' | 'failed')[] = [];
  for (const { name } of runs) {
    try {
      const recording = await record(name);
      const file = fileOf(peer, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, printRecording(recording));
      out(`${peer}/${name}: ${recording.frames.length} frames with ${recording.peer.version}`);
      outcomes.push('recorded');
    } catch (error) {
      note(`${peer}/${name}: ${error instanceof Error ? error.message : String(error)}`);
      outcomes.push('failed');
    }
  }
  return outcomes;
}
