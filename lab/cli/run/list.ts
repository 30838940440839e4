import pc from 'picocolors';
import type { ReadFile } from '#scenarios/runner/index';
import { plainText } from '#shared/runtime/plain-text';

import type { Terminal } from '../terminal.ts';

/** Tells which scenarios there are, with their causes; as lines of JSON for programs. */
export function listScenarios(files: readonly ReadFile[], terminal: Terminal, json: boolean): void {
  const { bold, dim } = pc.createColors(terminal.colours);
  for (const { scenario } of files) {
    const { name, file, because, tags, needs, position } = scenario;
    const expectations = scenario.expectations().length;
    if (json)
      terminal.out(JSON.stringify({ name, file, line: position.line, because, tags, needs, expectations }));
    else {
      const words = [...tags, ...needs.map((need) => `needs a ${need}`)];
      terminal.out(bold(plainText(name, 160)));
      if (because !== undefined) terminal.out(`    because ${plainText(because, 300)}`);
      terminal.out(`    ${dim([file, ...words].join('  '))}`);
    }
  }
}
