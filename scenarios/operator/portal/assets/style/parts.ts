/** What pages are made of: fields, buttons, notes, facts. */
export const parts = `
.content { display: block; }
.content > * + *, .content section > * + *, .stack > * + * { margin-top: 1.25rem; }
.lead { font-size: 1.125rem; color: var(--soft); }
h1 + .lead { margin-top: 0.6rem; }
.small { font-size: 0.875rem; color: var(--soft); }
.eyebrow { font-size: 0.9375rem; font-weight: 600; color: var(--accent); }
.eyebrow + h1 { margin-top: 0.25rem; }
.field label, .label { display: block; margin-bottom: 0.4rem; font-size: 0.9375rem; font-weight: 600; }
input {
  width: 100%;
  min-height: 3.25rem;
  padding: 0 1rem;
  border: 1px solid var(--edge);
  border-radius: var(--round);
  background: transparent;
  color: inherit;
  font: inherit;
  font-size: 1.0625rem;
}
input:focus-visible { outline-offset: 0; border-color: transparent; border-radius: var(--round); }
input[aria-invalid] { border-color: var(--bad); }
button, a.quiet { font: inherit; cursor: pointer; }
.primary {
  min-height: 3.25rem;
  padding: 0 1.75rem;
  border: 0;
  border-radius: var(--round);
  background: var(--accent);
  color: var(--on-accent);
  font-size: 1.0625rem;
  font-weight: 650;
  transition: background-color 0.15s ease;
}
.primary:hover { background: var(--accent-strong); }
.primary:focus-visible { border-radius: var(--round); }
.primary[aria-busy='true'] { opacity: 0.75; cursor: progress; }
.quiet {
  display: inline-block;
  padding: 0.25rem 0;
  border: 0;
  background: none;
  color: var(--soft);
  text-decoration: underline;
  text-decoration-color: var(--edge);
  text-decoration-thickness: 1px;
  text-underline-offset: 0.25em;
}
.quiet:hover { color: var(--ink); text-decoration-color: currentColor; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem 1.5rem; }
.alternatives { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; }
.facts { border-top: 1px solid var(--line); }
.facts > div {
  display: flex;
  justify-content: space-between;
  gap: 1.5rem;
  padding: 0.7rem 0;
  border-bottom: 1px solid var(--line);
}
.facts dt { color: var(--soft); flex: none; }
.facts dd { text-align: right; font-weight: 500; overflow-wrap: anywhere; }
.facts .exact { font-size: 0.9375rem; }
.facts .total { border-bottom: 0; font-size: 1.1875rem; }
.facts .total dt { color: var(--ink); }
.facts .total dd { font-weight: 650; }
.choices { margin: 0; padding: 0; border: 0; min-width: 0; }
.choice {
  position: relative;
  display: grid;
  grid-template-columns: 1.25rem minmax(0, 1fr) auto;
  column-gap: 0.9rem;
  padding: 0.8rem 1rem;
  border: 1px solid var(--line);
  cursor: pointer;
  line-height: 1.4;
}
.choice + .choice { margin-top: -1px; }
.choice:first-of-type { border-radius: var(--round) var(--round) 0 0; }
.choice:last-of-type { border-radius: 0 0 var(--round) var(--round); }
.choice:only-of-type { border-radius: var(--round); }
.choice:hover { background: var(--wash); }
.choice:has(:checked) { z-index: 1; border-color: var(--accent); background: var(--wash); }
.choice:has(:focus-visible) { z-index: 2; outline: 3px solid var(--accent); outline-offset: 2px; }
.choice input {
  appearance: none;
  grid-row: 1 / span 3;
  width: 1.25rem;
  min-height: 0;
  height: 1.25rem;
  margin: 0.15rem 0 0;
  padding: 0;
  border: 2px solid var(--edge);
  border-radius: 50%;
  outline: none;
}
.choice input:checked { border: 6px solid var(--accent); }
.choice-name { font-size: 1.0625rem; font-weight: 650; letter-spacing: -0.01em; }
.choice-price { font-size: 1.0625rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.choice-when { grid-column: 2 / -1; font-size: 0.9375rem; color: var(--accent); font-weight: 500; }
.choice-more { grid-column: 2 / -1; font-size: 0.875rem; color: var(--soft); }
.note {
  padding: 0.8rem 1rem;
  border-left: 3px solid var(--accent);
  border-radius: 0 var(--round) var(--round) 0;
  background: var(--wash);
  font-size: 0.9375rem;
}
.note.bad { border-color: var(--bad); background: var(--bad-wash); }
.field .note { margin-top: 0.5rem; }
.reason { display: block; margin-top: 0.15rem; font-size: 0.8125rem; color: var(--soft); overflow-wrap: anywhere; }
.reason:empty { display: none; }
.code {
  padding: 1rem;
  border: 1px solid var(--edge);
  border-radius: var(--round);
  background: var(--wash);
  font-size: 1rem;
  overflow-wrap: anywhere;
  user-select: all;
}
@media (max-width: 40rem) {
  .primary { width: 100%; }
  .actions { align-items: stretch; flex-direction: column; }
  .actions > .quiet, .actions > .small { text-align: center; }
}
`;
