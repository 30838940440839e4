import { deflateRawSync } from 'node:zlib';
import type { ReadFile, RunResult, ScenarioResult } from '#scenarios/runner/index';
import { spanWords } from '#scenarios/runner/index';
import { htmlText } from '#shared/runtime/html-text';

import { counted } from '../../counted.ts';
import { detailsOf } from './details.ts';
import { script } from './script.ts';
import { sequenceOf } from './sequence.ts';
import { style } from './style.ts';

/** A run as one page that needs nothing else: what came out, and what went over the wires of each scenario. */
export function htmlReport(run: RunResult, files: readonly ReadFile[]): string {
  const texts = new Map(files.map(({ scenario: { file }, text }) => [file, text]));
  const { scenarios } = run;
  const first = Math.max(
    0,
    scenarios.findIndex(({ outcome }) => outcome === 'failed'),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${htmlText(headline(run))} - eSIM scenarios</title>
<style>${style}</style>
</head>
<body data-first="s${first}">
<header class="run ${run.failed > 0 ? 'is-bad' : 'is-good'}">
  <div class="run-head">
    <p class="eyebrow">eSIM scenarios</p>
    <h1>${htmlText(headline(run))}</h1>
    <button type="button" class="theme" aria-label="Change between light and dark"></button>
  </div>
  <dl class="figures">${figures(run)}</dl>
  <nav class="strip" aria-label="All scenarios">${scenarios.map(tick).join('')}</nav>
</header>
<div class="columns">
  <aside class="list">
    <div class="list-tools">
      <input type="search" class="search" placeholder="Find a scenario" aria-label="Find a scenario">
      <div class="chips" role="group" aria-label="Which scenarios">${chips(run)}</div>
    </div>
    <ol>${scenarios.map(entry).join('\n')}</ol>
  </aside>
  <main>
    <noscript><p class="empty">The sequences of messages are drawn by a script.</p></noscript>
${scenarios.map((result, index) => detailsOf(result, index, texts.get(result.file) ?? '')).join('\n')}
  </main>
</div>
${scenarios.map(data).join('\n')}
<script>${script}</script>
</body>
</html>
`;
}

function headline({ scenarios, failed, skipped }: RunResult): string {
  const all = counted(scenarios.length, 'scenario');
  if (failed > 0) return `${failed} of ${all} failed`;
  return skipped > 0 ? `${scenarios.length - skipped} of ${all} passed, ${skipped} skipped` : `${all} passed`;
}

function figures({ virtualSeconds, wallSeconds, seed, traceHash, scenarios }: RunResult): string {
  const expectations = scenarios.reduce((sum, { evaluated }) => sum + evaluated, 0);
  const values = [
    ['Virtual time', spanWords(virtualSeconds)],
    ['Wall time', `${wallSeconds.toFixed(1)} s`],
    ['Expectations looked at', `${expectations}`],
    ['Seed', seed],
    ['Trace hash', traceHash.slice(0, 16)],
  ] as const;
  return values.map(([name, value]) => `<div><dt>${name}</dt><dd>${htmlText(value)}</dd></div>`).join('');
}

function tick({ name, outcome }: ScenarioResult, index: number): string {
  return `<a href="#s${index}" class="${outcome}" title="${htmlText(name)}"><span class="ears">${htmlText(name)}: ${outcome}</span></a>`;
}

function chips({ scenarios, passed, failed, skipped }: RunResult): string {
  const all = [
    ['all', 'All', scenarios.length],
    ['failed', 'Failed', failed],
    ['passed', 'Passed', passed],
    ['skipped', 'Skipped', skipped],
  ] as const;
  return all
    .filter(([key, , count]) => key === 'all' || count > 0)
    .map(
      ([key, name, count]) =>
        `<button type="button" data-show="${key}" aria-pressed="${key === 'all'}">${name} <b>${count}</b></button>`,
    )
    .join('');
}

function entry({ name, file, outcome, virtualSeconds, tags }: ScenarioResult, index: number): string {
  const words = htmlText([name, file, ...tags].join(' ').toLowerCase());
  return `<li class="${outcome}" data-words="${words}"><a href="#s${index}"><span class="mark" aria-label="${outcome}"></span><span class="name">${htmlText(name)}</span><span class="span">${outcome === 'skipped' ? 'skipped' : spanWords(virtualSeconds)}</span></a></li>`;
}

/** Compressed: a page unpacks what it shows. */
function data({ story }: ScenarioResult, index: number): string {
  if (story === undefined) return '';
  const packed = deflateRawSync(JSON.stringify(sequenceOf(story)), { level: 9 }).toString('base64');
  return `<script type="text/plain" id="d${index}">${packed}</script>`;
}
