import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder with files in it, that goes away. */
export class ScenarioFolder implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'esimlab-scenarios-'));

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What the text of a scenario differs by. */
export interface Differing {
  readonly name?: string;
  /** The step that makes it come out as it does. */
  readonly order?: string;
  readonly expects?: string;
  readonly more?: string;
}

/** A scenario whose order is not released, and so is not for download. */
export function scenarioText({
  name = 'A profile that is not released',
  order = '{ as: line, released: false }',
  expects = '{ download: { refusal: profileNotReleased }, order: Confirmed }',
  more = '',
}: Differing = {}): string {
  return `scenario: ${name}
because: the operator holds it back
cause: steps[0].order.released
tags: [held back]
${more}steps:
  - order: ${order}
  - download: line
  - expect: ${expects}
`;
}
