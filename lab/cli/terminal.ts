import { createInterface } from 'node:readline/promises';

/** What a command may do to the person in front of it. */
export interface Terminal {
  /** Results only. */
  out(line: string): void;
  /** Everything else. */
  note(line: string): void;
  /** Asks and waits; undefined when nobody is there to answer. */
  ask(question: string): Promise<string | undefined>;
  /** Whether colours are shown: on a terminal, and not with NO_COLOR. */
  readonly colours: boolean;
}

/** The process's own terminal: results to stdout, the rest to stderr. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  return {
    out: (line) => void stdout.write(`${line}\n`),
    note: (line) => void stderr.write(`${line}\n`),
    colours: stderr.isTTY && env['NO_COLOR'] === undefined,
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
