import { pino } from 'pino';
import type { LogLine } from './log-line.ts';
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
  const print = options.format === 'text' ? textPrinter(sink) : jsonPrinter(sink);
  const levels: Partial<Record<TraceName, LogLevel>> = { ...weights, ...options.levels };
  const detach = trace.onAny(({ number, at, name, event }) => {
    const weight = levels[name] ?? 'debug';
    if (order.indexOf(weight) > order.indexOf(level)) return;
    print(weight, { at: toIso(at), number, name, event: printable(event, level === 'trace') });
  });
  return () => {
    detach();
    if (file !== undefined && 'end' in sink) sink.end();
  };
}

/** The weightiest first. */
const order: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'trace'];

interface Sink {
  write(line: string): unknown;
}

type Print = (level: LogLevel, line: Omit<LogLine, 'level'> & { readonly number: number }) => void;

const textPrinter =
  (sink: Sink): Print =>
  (level, line) => {
    sink.write(textLine({ level, ...line }));
  };

function jsonPrinter(sink: Sink): Print {
  const log = pino(
    {
      level: 'trace',
      base: null,
      timestamp: false,
      messageKey: 'says',
      formatters: { level: (label) => ({ level: label }) },
    },
    sink,
  );
  return (level, line) => {
    log[level](line);
  };
}
