/** What `esimlab doctor` found out about one thing. */
export interface Check {
  readonly name: string;
  /** `wrong`: something of the lab does not work here. `note`: worth knowing. */
  readonly verdict: 'ok' | 'note' | 'wrong';
  /** One line. */
  readonly says: string;
  /** What to do, where something is to be done. */
  readonly todo?: string;
}

export const ok = (name: string, says: string): Check => ({ name, verdict: 'ok', says });

export const note = (name: string, says: string, todo?: string): Check => ({
  name,
  verdict: 'note',
  says,
  ...(todo === undefined ? {} : { todo }),
});

export const wrong = (name: string, says: string, todo: string): Check => ({
  name,
  verdict: 'wrong',
  says,
  todo,
});

/** The message of what was thrown, its first line. */
export function lineOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  return line;
}
