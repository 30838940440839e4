/** Colours and type. One accent; every pair of text and ground has a contrast of 4.5 or more. */
export const base = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7;
  --ink: #17211e;
  --soft: #55625d;
  --line: #dfe2dc;
  --edge: #7f8b85;
  --wash: #f0f3ee;
  --accent: #0b5c4b;
  --accent-strong: #07463a;
  --on-accent: #ffffff;
  --bad: #9d2a1f;
  --bad-wash: #fbefec;
  --poster: #0b4a3d;
  --on-poster: #f4f8f5;
  --wave: #7fc4ac;
  --round: 12px;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #111614;
    --ink: #eef3f0;
    --soft: #a5b3ad;
    --line: #2b3531;
    --edge: #75847d;
    --wash: #19211e;
    --accent: #74d4b5;
    --accent-strong: #97e3ca;
    --on-accent: #06281f;
    --bad: #ffb0a4;
    --bad-wash: #2d1a17;
    --poster: #0a352c;
    --on-poster: #eef6f2;
      --wave: #6dbfa4;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html {
  background: var(--paper);
  color: var(--ink);
  font: 400 1rem/1.5 'Segoe UI Variable Text', 'Segoe UI', -apple-system, Roboto, Inter, 'Liberation Sans', Arial, sans-serif;
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
}
body { margin: 0; }
h1, p, ol, dl, dd { margin: 0; padding: 0; }
h1 {
  font-family: 'Segoe UI Variable Display', 'Segoe UI', -apple-system, Roboto, Inter, 'Liberation Sans', Arial, sans-serif;
  font-size: clamp(1.625rem, 1.1rem + 1.8vw, 2.375rem);
  font-weight: 650;
  letter-spacing: -0.022em;
  line-height: 1.15;
  text-wrap: balance;
}
p { text-wrap: pretty; }
code, .exact, .code, .reason {
  font-family: 'Cascadia Mono', Consolas, ui-monospace, SFMono-Regular, Menlo, 'Liberation Mono', monospace;
}
code { font-size: 0.9em; white-space: nowrap; }
[hidden] { display: none !important; }
html[data-window='inside'] .outside-only,
html:not([data-window='inside']) .inside-only { display: none; }
.for-ears {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
:focus { outline: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 6px; }
main:focus-visible { outline: none; }
::selection { background: var(--accent); color: var(--on-accent); }
`;
