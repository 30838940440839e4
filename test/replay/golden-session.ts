import { fromHex } from '#shared/bytes/bytes';
import { instant } from '#shared/runtime/span';
import { Trace } from '#shared/runtime/trace';
import { TraceHash } from '#shared/runtime/trace-hash';

/** What a session is made of: the world and the order are opened from this alone. */
export interface Making {
  readonly seed: number;
  /** Where virtual time begins, ISO 8601. */
  readonly start: string;
  readonly curve: 'P-256' | 'brainpoolP256r1';
  readonly segmentKeys: 'session' | 'ppk';
  readonly confirmationCode?: string;
  /** Power is lost when the profile elements begin to load; the download is tried again after a while. */
  readonly powerCut?: true;
}

/** Virtual time (ISO 8601), direction, octets (hex). */
export type WireRecord = readonly [at: string, direction: string, octets: string];
export type Lanes = Readonly<Record<string, readonly WireRecord[]>>;

/** A recorded session: what made it, what came of it, and all that went over its wires. */
export interface GoldenSession {
  readonly title: string;
  readonly command: 'npm run golden';
  readonly made: Making;
  readonly facts: {
    readonly eid: string;
    readonly iccid: string;
    readonly activationCode: string;
    /** State of the Profile at the SM-DP+. */
    readonly orderState: string;
    /** State of the Profile on the card. */
    readonly profileState: string;
    /** Notifications delivered by the last download, and those that wait still. */
    readonly notifications: { readonly delivered: number; readonly pending: number };
  };
  readonly traceHash: string;
  readonly lanes: Lanes;
}

/** The text of a golden file: one record a line. */
export function printSession({ lanes, ...head }: GoldenSession): string {
  const members = Object.entries(head).map(([name, value]) => `  "${name}": ${JSON.stringify(value)},\n`);
  const printed = Object.entries(lanes).map(([lane, records]) => {
    const lines = records.map((record) => `      ${JSON.stringify(record)}`);
    return `    ${JSON.stringify(lane)}: [\n${lines.join(',\n')}\n    ]`;
  });
  return `{\n${members.join('')}  "lanes": {\n${printed.join(',\n')}\n  }\n}\n`;
}

/** The traceHash of recorded lanes (design: SHA-256 over each lane in name order). */
export function hashOfLanes(lanes: Lanes): string {
  let now = instant(0);
  const trace = new Trace({ now: () => now });
  const hash = new TraceHash(trace);
  for (const [lane, records] of Object.entries(lanes)) {
    for (const [at, direction, octets] of records) {
      now = instant(at);
      trace.emit('wire', { lane, direction, octets: fromHex(octets) });
    }
  }
  return hash.digest();
}
