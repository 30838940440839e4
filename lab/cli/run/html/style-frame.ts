/** The run above, the list beside, a scenario in the middle. */
export const frame = `
.run { padding: 1.75rem clamp(1rem, 3vw, 2.5rem) 0; border-bottom: 1px solid var(--line); background: var(--raised); }
.run-head { display: grid; grid-template-columns: 1fr auto; align-items: start; column-gap: 1rem; }
.eyebrow { grid-column: 1; color: var(--soft); font-size: 0.8125rem; }
.run h1 { grid-column: 1; font-size: clamp(1.5rem, 1.1rem + 1.6vw, 2.125rem); margin-top: 0.125rem; }
.run.is-bad h1 { color: var(--bad); }
.theme { grid-column: 2; grid-row: 1 / span 2; width: 2.25rem; height: 2.25rem; border: 1px solid var(--line); border-radius: 50%; background: none; cursor: pointer; position: relative; }
.theme::before { content: ''; position: absolute; inset: 9px; border-radius: 50%; border: 1.5px solid var(--ink); background: linear-gradient(90deg, var(--ink) 50%, transparent 50%); }
.theme:hover { background: var(--wash); }
.figures { display: flex; flex-wrap: wrap; gap: 0.75rem 2.5rem; margin-top: 1.25rem; }
.figures dd { font-size: 1rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.strip { display: flex; gap: 2px; margin-top: 1.25rem; height: 0.875rem; }
.strip a { flex: 1 1 0; min-width: 2px; background: var(--good); opacity: 0.85; transition: opacity 0.1s; }
.strip a:first-child { border-top-left-radius: 3px; } .strip a:last-child { border-top-right-radius: 3px; }
.strip a.failed { background: var(--bad); opacity: 1; } .strip a.skipped { background: var(--edge); }
.strip a:hover, .strip a.now { opacity: 1; box-shadow: 0 -3px 0 0 var(--ink); }
.columns { display: grid; grid-template-columns: minmax(15rem, 21rem) minmax(0, 1fr); align-items: start; }
.list { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; border-right: 1px solid var(--line); padding: 1rem 0 2rem; scrollbar-width: thin; }
.list-tools { position: sticky; top: -1rem; z-index: 1; margin-top: -1rem; background: var(--paper); padding: 1rem 1rem 0.75rem clamp(1rem, 3vw, 2.5rem); }
.search { width: 100%; padding: 0.4375rem 0.75rem; border: 1px solid var(--edge); border-radius: 8px; background: var(--paper); }
.search::placeholder { color: var(--soft); }
.chips { display: flex; flex-wrap: wrap; gap: 0.375rem; margin-top: 0.625rem; }
.chips button { border: 1px solid var(--line); border-radius: 99px; background: none; padding: 0.125rem 0.625rem; font-size: 0.8125rem; cursor: pointer; }
.chips b { font-weight: 400; color: var(--soft); font-variant-numeric: tabular-nums; }
.chips button[aria-pressed='true'] { background: var(--ink); border-color: var(--ink); color: var(--paper); }
.chips button[aria-pressed='true'] b { color: inherit; }
.list ol { list-style: none; }
.list li a { display: grid; grid-template-columns: 1rem 1fr auto; gap: 0.5rem; align-items: baseline; padding: 0.4375rem 1rem 0.4375rem clamp(1rem, 3vw, 2.5rem); line-height: 1.35; }
.list li a:hover { background: var(--wash); }
.list li a.now { background: var(--accent-wash); box-shadow: inset 3px 0 0 var(--accent); }
.list .span { color: var(--soft); font-size: 0.8125rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.mark::before { content: '\\2713'; color: var(--good); } .failed .mark::before { content: '\\2715'; color: var(--bad); } .skipped .mark::before { content: '\\2013'; color: var(--warn); }
.list .failed .name { color: var(--bad); font-weight: 550; }
main { padding: 1.75rem clamp(1rem, 3vw, 2.5rem) 6rem; min-width: 0; }
.empty { color: var(--soft); }
.verdict { font-size: 0.8125rem; font-weight: 600; color: var(--good); }
.failed > .verdict { color: var(--bad); } .skipped > .verdict { color: var(--warn); }
article h2 { font-size: 1.5rem; margin-top: 0.125rem; max-width: 48rem; }
.because { margin-top: 0.5rem; max-width: 42rem; text-wrap: pretty; }
.because span { color: var(--soft); }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin-top: 1.125rem; }
.facts dd { font-size: 0.875rem; overflow-wrap: anywhere; }
.failure { margin-top: 1.25rem; padding: 0.875rem 1rem; border-radius: 8px; background: var(--bad-wash); max-width: 60rem; }
.failure p:first-child { color: var(--bad); font-weight: 600; overflow-wrap: anywhere; }
.failure .place { margin-top: 0.25rem; font: 0.8125rem/1.5 var(--mono); overflow-wrap: anywhere; }
.failure code { font: inherit; color: var(--soft); margin-left: 0.5rem; }
.file { margin-top: 1.25rem; max-width: 60rem; }
.file summary, .seq-tools label, .open-all { color: var(--accent); cursor: pointer; font-size: 0.875rem; width: fit-content; }
.source { margin-top: 0.5rem; padding: 0.75rem 0; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); overflow-x: auto; font: 0.8125rem/1.6 var(--mono); counter-reset: line; }
.source code { font: inherit; display: grid; min-width: max-content; }
.source span { counter-increment: line; padding-right: 1rem; white-space: pre; }
.source span::before { content: counter(line); display: inline-block; width: 3rem; padding-right: 1rem; text-align: right; color: var(--soft); user-select: none; }
.source span.here { background: var(--bad-wash); box-shadow: inset 3px 0 0 var(--bad); }
.source b { font-weight: 400; color: var(--accent); } .source i { color: var(--soft); }
@media (max-width: 52rem) {
  .columns { grid-template-columns: minmax(0, 1fr); }
  .list { position: static; max-height: 18rem; border-right: 0; border-bottom: 1px solid var(--line); }
}
@media print { .list, .theme, .seq-tools { display: none; } .columns { display: block; } }
`;
