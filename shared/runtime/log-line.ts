interface Line {
  readonly level: string;
  readonly at: string;
  readonly name: string;
  readonly event: unknown;
}

/** A line of the log for people: time, level, event and its members; a stack below. */
export function textLine(json: string): string {
  const { level, at, name, event } = JSON.parse(json) as Line;
  const stacks: string[] = [];
  const shown = members(event, stacks).join(' ');
  return [`${at} ${level.padEnd(5)} ${name} ${shown}`.trimEnd(), ...stacks, ''].join('\n');
}

function members(event: unknown, stacks: string[]): string[] {
  if (typeof event !== 'object' || event === null) return [JSON.stringify(event)];
  return Object.entries(event).map(([name, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null && 'stack' in value && 'message' in value) {
      stacks.push(String(value.stack));
      return `${name}=${JSON.stringify(value.message)}`;
    }
    const plain = typeof value === 'string' && /^[^\s"=]+$/.test(value);
    return `${name}=${plain ? value : JSON.stringify(value)}`;
  });
}
