import type { StoryEntry, WireEntry } from '#scenarios/runner/index';
import { toHex } from '#shared/bytes/bytes';

/** Messages of ES9+ that one end sent and the other never saw: those of the server alone, and those of a device alone. */
export function notArrived(entries: readonly StoryEntry[]): ReadonlySet<StoryEntry> {
  const open = new Map<string, WireEntry[]>();
  for (const entry of entries) {
    if (entry.kind !== 'wire' || !/(?:^|\/)ES9\+$/.test(entry.lane)) continue;
    const same = `${entry.direction} ${toHex(entry.octets)}`;
    const waiting = open.get(same) ?? [];
    const twin = waiting.findIndex(({ lane }) => (lane === 'ES9+') !== (entry.lane === 'ES9+'));
    if (twin < 0) waiting.push(entry);
    else waiting.splice(twin, 1);
    open.set(same, waiting);
  }
  return new Set([...open.values()].flat());
}
