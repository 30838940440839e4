import type { RunResult, ScenarioResult } from '../result.ts';
import { spanWords } from './span-words.ts';

/** An annotation of a failure, as a line that GitHub's runner reads (workflow command `error`); undefined: it passed. */
export function annotation({ name, failure, file }: ScenarioResult): string | undefined {
  if (failure === undefined) return undefined;
  const { line, column } = failure.position ?? { line: 1, column: 1 };
  const inRepository = !file.startsWith('catalog:') && !file.startsWith('/');
  const place = inRepository ? { file, line: `${line}`, col: `${column}` } : {};
  const properties = Object.entries({ ...place, title: name })
    .map(([member, value]) => `${member}=${escapedProperty(value)}`)
    .join(',');
  return `::error ${properties}::${escapedData(failure.message)}`;
}

/** A run as Markdown for the summary of a job: what failed first. */
export function stepSummary(run: RunResult): string {
  const { scenarios, passed, failed, skipped, wallSeconds, virtualSeconds, seed, traceHash } = run;
  const counts = [`${passed} passed`, ...some(failed, 'failed'), ...some(skipped, 'skipped')].join(', ');
  const failures = scenarios.filter(({ failure }) => failure !== undefined);
  const left = scenarios.filter(({ outcome }) => outcome === 'skipped');
  return [
    `## eSIM scenarios: ${counts}`,
    '',
    `${spanWords(virtualSeconds)} of virtual time in ${wallSeconds.toFixed(1)} s. Seed \`${seed}\`, trace hash \`${traceHash.slice(0, 16)}\`.`,
    '',
    ...table(['Failed', 'Where', 'Why'], failures.map(failureRow)),
    ...table(
      ['Skipped', 'Why'],
      left.map(({ name, reason = '' }) => [cell(name), cell(reason)]),
    ),
    ...folded(
      `${passed} passed`,
      scenarios.filter(({ outcome }) => outcome === 'passed'),
    ),
  ].join('\n');
}

function failureRow({ name, failure, file }: ScenarioResult): readonly string[] {
  const { line } = failure?.position ?? {};
  return [
    cell(name),
    `\`${cell(line === undefined ? file : `${file}:${line}`)}\``,
    cell(failure?.message ?? ''),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  return [...lines, ''];
}

function folded(title: string, passed: readonly ScenarioResult[]): readonly string[] {
  if (passed.length === 0) return [];
  const rows = passed.map(({ name, because, virtualSeconds }) => [
    cell(name),
    cell(because ?? ''),
    spanWords(virtualSeconds),
  ]);
  return [
    `<details><summary>${title}</summary>`,
    '',
    ...table(['Scenario', 'Because', 'Virtual time'], rows),
    '</details>',
    '',
  ];
}

const some = (count: number, word: string): readonly string[] => (count === 0 ? [] : [`${count} ${word}`]);

const cell = (text: string): string => text.replace(/\s+/g, ' ').replace(/[|<>\\`]/g, String.raw`\$&`);

const escapedData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (text: string): string =>
  escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
