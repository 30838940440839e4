/** The stages on the way to the network, and the poster's waves that go with them. */
export const progress = `
.stages { list-style: none; }
.stages li {
  position: relative;
  display: flex;
  gap: 0.9rem;
  align-items: flex-start;
  padding-bottom: 1.15rem;
  color: var(--soft);
  line-height: 1.75rem;
}
.stages li:last-child { padding-bottom: 0; }
.stages li:not(:last-child)::after {
  content: '';
  position: absolute;
  left: calc(0.875rem - 1px);
  top: 1.95rem;
  bottom: 0.2rem;
  width: 2px;
  border-radius: 1px;
  background: var(--line);
}
.stages small { display: block; line-height: 1.4; font-size: 0.875rem; color: var(--soft); }
.stages small:empty { display: none; }
.stage-mark { flex: none; width: 1.75rem; height: 1.75rem; fill: none; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.stage-mark .ring { stroke: var(--edge); opacity: 0.55; }
.stage-mark .turning, .stage-mark .hands, .stage-mark .check, .stage-mark .cross { visibility: hidden; }
.stages [aria-current] { color: var(--ink); font-weight: 600; }
.stages [aria-current] small { font-weight: 400; }
.stages [data-mark='turning'] .turning {
  visibility: visible;
  stroke: var(--accent);
  stroke-width: 2.5;
  transform-origin: 14px 14px;
  animation: turn 1.1s linear infinite;
}
.stages [data-mark='waiting'] .ring { stroke: var(--accent); opacity: 1; }
.stages [data-mark='waiting'] .hands { visibility: visible; stroke: var(--accent); }
.stages [data-mark='done'] { color: var(--ink); }
.stages li[data-mark='done']::after { background: var(--accent); }
.stages [data-mark='done'] .ring { fill: var(--accent); stroke: var(--accent); opacity: 1; }
.stages [data-mark='done'] .check { visibility: visible; stroke: var(--on-accent); stroke-width: 2.4; }
.stages [data-mark='failed'] .ring { stroke: var(--bad); opacity: 1; }
.stages [data-mark='failed'] .cross { visibility: visible; stroke: var(--bad); stroke-width: 2.4; }
@keyframes turn { to { transform: rotate(360deg); } }

body:is([data-step='Plan'], [data-step='Confirm'], [data-step='Connect']) .wave-1,
body:is([data-step='Confirm'], [data-step='Connect']) .wave-2,
body[data-step='Connect'] .wave-3,
body:is([data-state='installed'], [data-state='provisioned'], [data-state='connected']) :is(.wave-4, .wave-5),
body[data-state='connected'] .wave-6 { opacity: 0.12; }
body:is([data-state='ordered'], [data-state='scheduled'], [data-state='downloading']) .wave-4,
body:is([data-state='installed'], [data-state='provisioned']) .wave-6 { animation: breathe 2.4s ease-in-out infinite; }
body[data-state='cancelled'] .wave, body[data-state='failed'] .wave-3 { opacity: 0.05; }
@keyframes breathe { 50% { opacity: 0.12; } }

@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation: none !important; transition: none !important; }
}
`;
