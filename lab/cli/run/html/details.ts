import type { ScenarioResult } from '#scenarios/runner/index';
import { placeOf, spanWords } from '#scenarios/runner/index';
import { htmlText } from '#shared/runtime/html-text';

/** One scenario: what it is about, what failed, its file, and room for the sequence of its messages. */
export function detailsOf(result: ScenarioResult, index: number, source: string): string {
  const { name, because, outcome, failure, story } = result;
  const sequence =
    story === undefined
      ? ''
      : `<div class="seq-tools"><h3>Messages</h3><label><input type="checkbox" class="small-too"> housekeeping too</label><button type="button" class="open-all">Open all</button></div>
<div class="sequence" data-of="d${index}"></div>`;
  return `<article id="s${index}" class="${outcome}" hidden>
<p class="verdict">${verdict(result)}</p>
<h2>${htmlText(name)}</h2>
${because === undefined ? '' : `<p class="because"><span>because</span> ${htmlText(because)}</p>`}
<dl class="facts">${facts(result)}</dl>
${failure === undefined ? '' : failureBox(failure, source)}
<details class="file"${failure === undefined ? '' : ' open'}><summary>Scenario file</summary>${listing(source, failure?.position?.line)}</details>
${sequence}
</article>`;
}

function verdict({ outcome, reason = '' }: ScenarioResult): string {
  return outcome === 'skipped' ? `Skipped: ${htmlText(reason)}` : outcome === 'failed' ? 'Failed' : 'Passed';
}

function facts({ file, tags, virtualSeconds, evaluated, expectations, traceHash }: ScenarioResult): string {
  const values = [
    ['File', file],
    ['Virtual time', spanWords(virtualSeconds)],
    ['Expectations', `${evaluated} of ${expectations} looked at`],
    ['Tags', tags.join(', ')],
    ['Trace hash', traceHash.slice(0, 16)],
  ] as const;
  return values
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<div><dt>${name}</dt><dd>${htmlText(value)}</dd></div>`)
    .join('');
}

function failureBox(failure: NonNullable<ScenarioResult['failure']>, source: string): string {
  const line = failure.position === undefined ? undefined : source.split(/\r?\n/)[failure.position.line - 1];
  const said = line === undefined ? '' : `<code>${htmlText(line.trim())}</code>`;
  return `<div class="failure" role="alert"><p>${htmlText(failure.message)}</p><p class="place">${htmlText(placeOf(failure).replace(/: $/, ''))} ${said}</p></div>`;
}

function listing(source: string, failed: number | undefined): string {
  const lines = source.trimEnd().split(/\r?\n/);
  const rows = lines.map(
    (line, index) => `<span${index + 1 === failed ? ' class="here"' : ''}>${highlighted(line) || ' '}</span>`,
  );
  return `<pre class="source"><code>${rows.join('\n')}</code></pre>`;
}

/** Words of the language stand out; comments step back. */
function highlighted(line: string): string {
  const [, code = '', comment = ''] = /^((?:[^#"']|"[^"]*"|'[^']*'|(?<=\S)[#'])*)(#.*)?$/.exec(line) ?? [
    undefined,
    line,
  ];
  const shown = htmlText(code).replace(/^(\s*(?:- )*)([\w .-]+?):(?=\s|$)/, '$1<b>$2</b>:');
  return comment === '' ? shown : `${shown}<i>${htmlText(comment)}</i>`;
}
