/** What a line of the log says. */
export interface LogLine {
  readonly level: string;
  readonly at: string;
  readonly name: string;
  /** In members that JSON knows. */
  readonly event: unknown;
}

/** A line of the log for people: time, level, event and its members; a stack below. */
export function textLine({ level, at, name, event }: LogLine): string {
  const stacks: string[] = [];
  const shown = members(event, stacks).join(' ');
  return [`${at} ${level.padEnd(5)} ${name} ${shown}`.trimEnd(), ...stacks, ''].join('\n');
}

function members(event: unknown, stacks: string[]): string[] {
  if (typeof event !== 'object' || event === null) return [JSON.stringify(event)];
  const given = Object.entries(event).filter(([, value]) => value !== undefined);
  return given.map(([name, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null && 'stack' in value && 'message' in value) {
      stacks.push(String(value.stack));
      return `${name}=${JSON.stringify(value.message)}`;
    }
    const plain = typeof value === 'string' && /^[^\s"=]+$/.test(value);
    return `${name}=${plain ? value : JSON.stringify(value)}`;
  });
}
