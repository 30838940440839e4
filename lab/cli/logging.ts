import type { ProductSettings } from '#shared/runtime/settings-declaration';
import { openLog } from '#shared/runtime/log';
import type { Trace } from '#shared/runtime/trace';

/** The log of a command: what happens at level `info` is for people, the rest is asked for by --log-level. */
export function logOf(trace: Trace, { logLevel, logFile }: ProductSettings): () => void {
  return openLog(trace, {
    level: logLevel,
    file: logFile,
    format: logFile === undefined ? 'text' : 'json',
    levels: {
      'order.moved': 'info',
      'es9plus.refused': 'info',
      'notification.received': 'info',
      finding: 'debug',
    },
  });
}
