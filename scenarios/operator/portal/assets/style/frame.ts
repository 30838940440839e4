/** The two halves of every page: the poster with the plan, and what is to be done. One below the other where it is narrow. */
export const frame = `
body {
  display: grid;
  grid-template-columns: minmax(15rem, 36%) minmax(0, 1fr);
  min-height: 100vh;
}
.skip {
  position: absolute;
  left: 1rem;
  top: -4rem;
  z-index: 2;
  padding: 0.5rem 1rem;
  border-radius: var(--round);
  background: var(--paper);
  color: var(--ink);
}
.skip:focus { top: 1rem; }
.poster {
  position: sticky;
  top: 0;
  height: 100vh;
  overflow: hidden;
  display: flex;
  flex-direction: column;
  justify-content: space-between;
  padding: clamp(1.5rem, 3.6vw, 3rem);
  background: var(--poster);
  color: var(--on-poster);
}
.brand {
  position: relative;
  display: flex;
  align-items: center;
  gap: 0.6rem;
  font-size: 1.0625rem;
  font-weight: 650;
  letter-spacing: -0.01em;
}
.mark { width: 1.75rem; height: 1.75rem; flex: none; }
.mark path { fill: none; stroke: currentColor; stroke-width: 2.4; stroke-linecap: round; }
.mark circle { fill: currentColor; }
.offer { position: relative; }
.allowance {
  display: flex;
  align-items: baseline;
  gap: 0.35rem;
  font-size: clamp(1.5rem, 3vw, 2.5rem);
  font-weight: 600;
  letter-spacing: -0.02em;
  line-height: 1;
}
.allowance strong {
  font-size: clamp(5.5rem, 12vw, 11rem);
  font-weight: 650;
  letter-spacing: -0.06em;
  line-height: 0.8;
  margin-left: -0.03em;
}
.terms { margin-top: 1.25rem; }
.waves { position: absolute; inset: 0; width: 100%; height: 100%; }
.wave { fill: var(--wave); opacity: 0.05; transition: opacity 0.9s ease; }
main {
  display: grid;
  grid-template-rows: auto 1fr auto;
  gap: 1.5rem;
  width: 100%;
  max-width: 44rem;
  justify-self: center;
  min-height: 100vh;
  padding: clamp(1.5rem, 4.4vw, 3.25rem) clamp(1.5rem, 6vw, 5rem);
}
main > .content { align-self: center; grid-row: 2; }
main > nav { grid-row: 1; }
main > footer { grid-row: 3; display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0.25rem 1.5rem; min-height: 1.5rem; }
.steps { display: flex; gap: 0.5rem; list-style: none; font-size: 0.8125rem; color: var(--soft); }
.steps li { flex: 1; padding-top: 0.5rem; border-top: 3px solid var(--line); }
.steps .done { border-color: var(--accent); }
.steps [aria-current] { border-color: var(--accent); color: var(--ink); font-weight: 650; }
@media (max-height: 42rem) and (min-width: 40.01rem) {
  main { gap: 1rem; padding-block: 1.75rem; }
  .content > * + *, .content section > * + *, .stack > * + * { margin-top: 1rem; }
  .facts > div { padding: 0.5rem 0; }
}
@media (max-width: 40rem) {
  body { grid-template-columns: minmax(0, 1fr); grid-template-rows: auto 1fr; }
  .poster { position: relative; height: auto; gap: 1.25rem; padding: 1.25rem 1.5rem 1.5rem; }
  .waves { opacity: 0.5; }
  .offer { display: flex; align-items: flex-end; justify-content: space-between; gap: 1rem; }
  .allowance strong { font-size: 4rem; }
  .terms { margin: 0; text-align: right; font-size: 0.9375rem; }
  main { min-height: 0; padding: 1.5rem; }
  main > .content { align-self: start; }
}
`;
