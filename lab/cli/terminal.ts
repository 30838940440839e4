import { createInterface } from 'node:readline/promises';

/** What a command may do to the person in front of it. */
export interface Terminal {
  /** Results only. */
  out(line: string): void;
  /** Everything else. */
  note(line: string): void;
  /** Asks and waits; undefined when nobody is there to answer. */
  ask(question: string): Promise<string | undefined>;
  /** What is piped in; nothing where a person sits. Read once. */
  lines(): AsyncIterable<string>;
  /** Whether colours are shown: on a terminal, and not with NO_COLOR. */
  readonly colours: boolean;
}

/** The process's own terminal: results to stdout, the rest to stderr. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on('error', readNoMore);
  return {
    out: (line) => void stdout.write(`${line}\n`),
    note: (line) => void stderr.write(`${line}\n`),
    colours: stderr.isTTY && env['NO_COLOR'] === undefined,
    async *lines() {
      if (stdin.isTTY) return;
      const reader = createInterface({ input: stdin });
      try {
        yield* reader;
      } finally {
        reader.close();
      }
    },
    async ask(question) {
      if (!stdin.isTTY) return undefined;
      const prompt = createInterface({ input: stdin, output: stderr });
      try {
        return await prompt.question(`${question} `);
      } finally {
        prompt.close();
      }
    },
  };
}

/** Whoever read it has gone, as `head` does; what the command does goes on. */
function readNoMore(error: Error): void {
  if (!('code' in error && error.code === 'EPIPE')) throw error;
}
