/** Lifelines, arrows and what stands behind them. `--n` is the number of parties, `--i` a place among them. */
export const sequence = `
.seq-tools { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; align-items: baseline; margin-top: 2rem; }
.seq-tools h3 { font-size: 1.0625rem; margin-right: auto; }
.seq-tools label { color: var(--ink); display: inline-flex; gap: 0.375rem; align-items: center; }
.open-all { border: 0; background: none; padding: 0; }
.sequence { margin-top: 0.5rem; }
.sequence.scrolls { overflow-x: auto; }
.seq { --time: 4.5rem; min-width: calc(var(--time) + var(--n) * 8.5rem); }
.parties, .row > summary, .note, .lane { display: grid; grid-template-columns: var(--time) 1fr; }
.parties { position: sticky; top: 0; z-index: 2; background: var(--paper); border-bottom: 1px solid var(--edge); padding: 0.5rem 0; }
.parties div { display: grid; grid-template-columns: repeat(var(--n), 1fr); }
.parties span { text-align: center; font-weight: 600; font-size: 0.875rem; line-height: 1.25; }
.parties small { display: block; font-weight: 400; font-size: 0.75rem; color: var(--soft); }
.track { position: relative; min-height: 2.125rem; background-image: linear-gradient(var(--line), var(--line)); background-size: 0 0; }
.track i.life { position: absolute; top: 0; bottom: 0; width: 1px; background: var(--line); left: calc((var(--i) + 0.5) * 100% / var(--n)); }
.clock { font-size: 0.75rem; color: var(--soft); font-variant-numeric: tabular-nums; padding: 0.8125rem 0.75rem 0 0; text-align: right; }
.row > summary { list-style: none; cursor: pointer; border-radius: 6px; }
.row > summary::-webkit-details-marker { display: none; }
.row > summary:hover { background: var(--wash); }
.row[open] > summary { background: var(--accent-wash); }
.arrow { position: absolute; top: 0; bottom: 0; left: calc((var(--a) + 0.5) * 100% / var(--n)); width: calc((var(--b) - var(--a)) * 100% / var(--n)); color: var(--ink); }
.arrow::after { content: ''; position: absolute; left: 0; right: 0; bottom: 0.5rem; border-top: 1.5px solid currentColor; }
.arrow.answer::after { border-top-style: dashed; border-color: var(--soft); opacity: 0.75; }
.arrow::before { content: ''; position: absolute; bottom: calc(0.5rem - 4px); width: 0; height: 0; border: 4.5px solid transparent; }
.arrow.right::before { right: -1px; border-left: 8px solid currentColor; border-right: 0; }
.arrow.left::before { left: -1px; border-right: 8px solid currentColor; border-left: 0; }
.arrow.answer::before { opacity: 0.7; }
.arrow b { position: absolute; z-index: 1; left: 50%; bottom: 0.6875rem; transform: translateX(-50%); padding: 0 0.25rem; font-weight: 450; font-size: 0.8125rem; line-height: 1.2; white-space: nowrap; background: linear-gradient(var(--paper), var(--paper)) center / 100% 70% no-repeat; max-width: max(100%, 15rem); overflow: hidden; text-overflow: ellipsis; }
.arrow small { color: var(--soft); font-size: 0.75rem; }
summary:hover .arrow b, .row[open] > summary .arrow b { background: none; }
.arrow.answer b { color: var(--soft); }
.arrow.bad, .arrow.bad b { color: var(--bad); } .arrow.bad b { font-weight: 600; } .arrow.bad.answer::after { border-color: currentColor; }
.arrow.lost, .arrow.lost b { color: var(--warn); }
.arrow.lost::after { right: 45%; } .arrow.lost.left::after { left: 45%; right: 0; }
.arrow.lost::before { content: '\\2715'; border: 0 !important; width: auto; height: auto; font-size: 0.75rem; bottom: 0.0625rem; left: auto !important; right: 42%; } .arrow.lost.left::before { right: auto; left: 42% !important; }
.seq:not(.all) .small { display: none; }
.note .track { min-height: 1.875rem; }
.note b { position: absolute; z-index: 1; top: 0.1875rem; left: calc((var(--i) + 0.5) * 100% / var(--n)); transform: translateX(-50%); max-width: min(34rem, 60vw); padding: 0.0625rem 0.5rem; border-radius: 99px; background: var(--wash); color: var(--soft); font-weight: 450; font-size: 0.75rem; line-height: 1.4; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.note.first b { transform: translateX(-3rem); } .note.last b { transform: translateX(calc(-100% + 3rem)); }
.note.good b { background: var(--good-wash); color: var(--good); } .note.bad b { background: var(--bad-wash); color: var(--bad); }
.pass { display: grid; grid-template-columns: var(--time) 1fr; align-items: center; color: var(--soft); font-size: 0.8125rem; padding: 0.25rem 0; }
.pass b { grid-column: 2; font-weight: 450; display: flex; gap: 0.75rem; align-items: center; white-space: nowrap; }
.pass b::before, .pass b::after { content: ''; flex: 1; border-top: 1px dashed var(--edge); }
.step { display: grid; grid-template-columns: var(--time) 1fr; margin-top: 1rem; }
.step a { font: 0.75rem/1.6 var(--mono); color: var(--soft); text-align: right; padding: 0.375rem 0.75rem 0 0; }
.step pre { font: 0.8125rem/1.5 var(--mono); padding: 0.3125rem 0.75rem; border-radius: 6px; background: var(--accent-wash); white-space: pre-wrap; overflow-wrap: anywhere; max-height: 16rem; overflow: auto; }
.lane { border-bottom: 1px solid var(--line); }
.said { grid-column: 2; padding: 0.625rem 0.25rem 1rem; min-width: 0; display: grid; gap: 0.75rem; }
.said h4 { margin: 0; font-size: 0.8125rem; font-weight: 600; } .said h4 small { font-weight: 400; color: var(--soft); margin-left: 0.5rem; }
.said dl { display: grid; grid-template-columns: fit-content(14rem) minmax(0, 1fr); gap: 0.125rem 1rem; font-size: 0.8125rem; margin-top: 0.25rem; }
.said dt { font-size: inherit; } .said dd { overflow-wrap: anywhere; }
.said ul { list-style: none; margin: 0.25rem 0 0; padding: 0; font: 0.78125rem/1.6 var(--mono); } .said ul ul { margin: 0; padding-left: 1.25rem; border-left: 1px solid var(--line); }
.said li { overflow-wrap: anywhere; } .said li > i { font-style: normal; color: var(--soft); margin-right: 0.5rem; } .said li > b { font-weight: 400; color: var(--accent); margin-right: 0.5rem; } .said li > em { font-style: normal; color: var(--good); margin-left: 0.5rem; }
.said .finding { color: var(--warn); font-size: 0.8125rem; }
.said pre { font: 0.75rem/1.5 var(--mono); padding: 0.5rem 0.75rem; background: var(--wash); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 20rem; overflow: auto; }
.said .part { padding-left: 0.75rem; border-left: 2px solid var(--line); display: grid; gap: 0.5rem; }
`;
