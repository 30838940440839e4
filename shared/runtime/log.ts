import { pino } from 'pino';
import { textLine } from './log-line.ts';
import { printable } from './printable.ts';
import { toIso } from './span.ts';
import type { Trace, TraceName } from './trace.ts';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'trace';

export interface LogOptions {
  readonly level: LogLevel;
  /** The file to append to; stderr when left out. */
  readonly file?: string | undefined;
  /** How weighty events of a name are; those of other parts are `debug` unless told here. */
  readonly levels?: Readonly<Partial<Record<TraceName, LogLevel>>>;
  /** `json`: one object a line; `text`: for people at a terminal. */
  readonly format?: 'json' | 'text';
  /** Where lines go instead, for tests. */
  readonly write?: (line: string) => void;
}

const weights = { fault: 'error', finding: 'warn', wire: 'trace' } as const satisfies Partial<
  Record<TraceName, LogLevel>
>;

/**
 * Writes the events of a trace as lines, JSON unless told otherwise, dated by the clock of the trace. There is no silent level: a fault is
 * always heard. Octets are printed at level `trace` only.
 * @returns a function that ends the log.
 */
export function openLog(trace: Trace, options: LogOptions): () => void {
  const { level, file, write } = options;
  // Written at once: the last line before a crash is the one that is wanted.
  const sink =
    write === undefined ? pino.destination({ dest: file ?? 2, sync: true, mkdir: true }) : { write };
  const destination =
    options.format === 'text' ? { write: (line: string) => sink.write(textLine(line)) } : sink;
  const log = pino(
    {
      level,
      base: null,
      timestamp: false,
      messageKey: 'says',
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const levels: Partial<Record<TraceName, LogLevel>> = { ...weights, ...options.levels };
  const detach = trace.onAny(({ number, at, name, event }) => {
    const weight = levels[name] ?? 'debug';
    if (log.isLevelEnabled(weight))
      log[weight]({ at: toIso(at), number, name, event: printable(event, level === 'trace') });
  });
  return () => {
    detach();
    if (file !== undefined && 'end' in sink) sink.end();
  };
}
