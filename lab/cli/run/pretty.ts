import pc from 'picocolors';
import type { ReadFile, RunResult, ScenarioResult } from '#scenarios/runner/index';
import { placeOf, spanWords } from '#scenarios/runner/index';
import { plainText } from '#shared/runtime/plain-text';

import { counted } from '../counted.ts';
import type { Terminal } from '../terminal.ts';

/** Tells a person how a run goes: a line for each scenario, and more where one failed. */
export class PrettyReport {
  readonly #terminal: Pick<Terminal, 'note'>;
  readonly #colours: ReturnType<typeof pc.createColors>;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #widest: number;

  constructor(terminal: Pick<Terminal, 'note' | 'colours'>, files: readonly ReadFile[]) {
    this.#terminal = terminal;
    this.#colours = pc.createColors(terminal.colours);
    this.#texts = new Map(files.map(({ scenario: { file }, text }) => [file, text]));
    const widths = files.map(({ scenario: { name } }) => name.length);
    this.#widest = Math.min(72, Math.max(0, ...widths));
  }

  /** A scenario has come out. */
  result(result: ScenarioResult): void {
    const { name, outcome, reason = '', virtualSeconds, expectations } = result;
    const { dim, green, red, yellow } = this.#colours;
    const title = plainText(name, 120);
    if (outcome === 'skipped')
      this.#say(`  ${yellow('-')} ${title.padEnd(this.#widest)}  ${dim(`skipped: ${reason}`)}`);
    const proves = expectations === 0 ? `  ${yellow('it expects nothing, so it cannot fail')}` : '';
    if (outcome === 'passed')
      this.#say(`  ${green('✓')} ${title.padEnd(this.#widest)}  ${dim(spanWords(virtualSeconds))}${proves}`);
    if (outcome === 'failed') {
      this.#say(`  ${red('✗')} ${title}`);
      for (const line of this.#failureOf(result)) this.#say(`      ${line}`);
    }
  }

  /** The run is over. */
  end(run: RunResult): void {
    const { passed, failed, skipped, virtualSeconds, wallSeconds, traceHash, seed } = run;
    const { bold, dim, green, red, yellow } = this.#colours;
    const parts = [
      ...(failed === 0 ? [] : [red(bold(`${failed} failed`))]),
      ...(skipped === 0 ? [] : [yellow(`${skipped} skipped`)]),
      passed === 0 ? `${passed} passed` : green(`${passed} passed`),
    ];
    const time = `${spanWords(virtualSeconds)} of virtual time in ${wallSeconds.toFixed(1)} s`;
    this.#say('');
    this.#say(`  ${parts.join(', ')}  ${dim(time)}`);
    this.#say(`  ${dim(`trace hash ${traceHash.slice(0, 16)}, seed ${seed}`)}`);
  }

  #failureOf({ failure, because, file, seed, evaluated, expectations }: ScenarioResult): readonly string[] {
    if (failure === undefined) return [];
    const { dim, red } = this.#colours;
    const left = expectations - evaluated;
    const rest = left > 0 ? `${counted(left, 'expectation')} after it not looked at` : undefined;
    const runSeed = seed.split('/')[0] ?? '';
    return [
      red(plainText(`${placeOf(failure)}${failure.message}`, 1_000)),
      ...this.#excerpt(failure.position?.file ?? file, failure.position?.line),
      ...(because === undefined ? [] : [dim(plainText(`because ${because}`, 300))]),
      ...(rest === undefined ? [] : [dim(rest)]),
      dim(`again: esimlab run ${file} --seed ${runSeed} --html report.html`),
    ];
  }

  /** The line of the file, with those around it. */
  #excerpt(file: string, line: number | undefined): readonly string[] {
    const lines = this.#texts.get(file)?.split(/\r?\n/);
    if (lines === undefined || line === undefined) return [];
    const { dim } = this.#colours;
    const first = Math.max(1, line - 2);
    return lines.slice(first - 1, line).map((text, index) => {
      const number = first + index;
      const shown = `${number === line ? '>' : ' '} ${`${number}`.padStart(4)} | ${text.replace(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, 160)}`;
      return number === line ? shown : dim(shown);
    });
  }

  #say(line: string): void {
    this.#terminal.note(line);
  }
}
