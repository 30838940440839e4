import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

import { browser } from './browser.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const command = join(createRequire(import.meta.url).resolve('@playwright/test/package.json'), '..', 'cli.js');
const lab = join(root, 'dist', 'lab', 'cli', 'main.js');

if (browser === undefined && process.env['ESIMLAB_VECTORS'] === 'required')
  throw new Error('a browser is required, and no Chrome, Edge or Chromium is here');

/** What became of one test of a run of Playwright. */
export interface PlayedTest {
  readonly title: string;
  readonly status: string;
  /** Messages of its errors, without colours. */
  readonly errors: readonly string[];
  /** `type: description` */
  readonly annotations: readonly string[];
  /** Texts of its attachments by name. */
  readonly attachments: Readonly<Record<string, string>>;
}

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly { readonly results: readonly Result[] }[];
  }[];
}

interface Result {
  readonly annotations: readonly { readonly type: string; readonly description?: string }[];
  readonly status: string;
  readonly errors: readonly { readonly message?: string }[];
  readonly attachments: readonly { readonly name: string; readonly body?: string }[];
}

/** What is run, and how. */
export interface PlaywrightRun {
  /** Where the spec files are; in the folder itself unless given. */
  readonly specs?: string;
  readonly beside?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

/** A folder in which `esimlab/playwright` is this repository as it is built, taken away at the end. */
export class PlaywrightFolder implements Disposable {
  readonly folder: string;

  constructor() {
    const ignored = join(root, '.esimlab');
    // A data folder has this mode too.
    mkdirSync(ignored, { recursive: true, mode: 0o700 });
    this.folder = mkdtempSync(join(ignored, 'playwright-'));
  }

  /** Runs the spec files of a folder as their team would: `npx playwright test`, or that beside a lab, by `esimlab exec`. */
  async run({ specs = this.folder, beside = false, env = {} }: PlaywrightRun = {}): Promise<
    readonly PlayedTest[]
  > {
    const results = join(this.folder, 'results');
    const words = [command, 'test', '--reporter=json', '--workers=2', `--output=${results}`];
    const exec = [lab, 'exec', '--report', join(this.folder, 'report'), '--', process.execPath];
    const options = { cwd: specs, env: { ...environment(), ...env } };
    const said = await runNode(beside ? [...exec, ...words] : words, options);
    if (!said.startsWith('{')) throw new Error(`Playwright said: ${said}`);
    const { suites, errors } = JSON.parse(said) as { suites: Suite[]; errors: { message: string }[] };
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
    return suites.flatMap(testsOf);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Builds what is older than its source: users' tests are against the build. */
export async function build(): Promise<void> {
  await runNode([join(root, 'tools', 'build-when-older.mjs')], { cwd: root, env: process.env });
}

/** What a program of Node said on stdout; what it says besides comes through. */
async function runNode(
  words: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<string> {
  const { stdout } = spawn(process.execPath, words, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  return text(stdout);
}

/** A test runner does not like to find itself within another one. */
function environment(): NodeJS.ProcessEnv {
  const ours = /^(?:VITEST|NODE_OPTIONS|TEST$|ESIMLAB_(?:URL|TOKEN))/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

function testsOf({ specs, suites = [] }: Suite): readonly PlayedTest[] {
  const own = specs.flatMap(({ title, tests }) =>
    tests.flatMap(({ results }) => results.map((each) => played(title, each))),
  );
  return [...own, ...suites.flatMap(testsOf)];
}

function played(title: string, { annotations, attachments, errors, status }: Result): PlayedTest {
  const texts = attachments.map(
    ({ name, body = '' }) => [name, Buffer.from(body, 'base64').toString()] as const,
  );
  return {
    title,
    status,
    errors: errors.map(({ message = '' }) => stripVTControlCharacters(message)),
    annotations: annotations.map(({ type, description = '' }) => `${type}: ${description}`),
    attachments: Object.fromEntries(texts),
  };
}
