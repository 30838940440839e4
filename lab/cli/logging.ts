import type { ProductSettings } from '#shared/runtime/settings-declaration';
import { openLog } from '#shared/runtime/log';
import type { Trace } from '#shared/runtime/trace';

import { narrated } from './narrate.ts';

/**
 * The log of a command: what happens at level `info` is for people, the rest is asked for by --log-level.
 * @param told whether a person is told of the same in sentences: a log on the same terminal does not repeat it
 */
export function logOf(trace: Trace, { logLevel, logFile }: ProductSettings, told = false): () => void {
  const repeated = told && logFile === undefined ? narrated : [];
  return openLog(trace, {
    level: logLevel,
    file: logFile,
    format: logFile === undefined ? 'text' : 'json',
    levels: {
      'order.moved': 'info',
      'es9plus.refused': 'info',
      'notification.received': 'info',
      finding: 'debug',
      ...Object.fromEntries(repeated.map((name) => [name, 'debug'])),
    },
  });
}
