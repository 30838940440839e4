import { frame } from './style-frame.ts';
import { sequence } from './style-sequence.ts';

/** Colours and type. Each pair of text and ground has a contrast of 4.5 or more, in light and in dark. */
const base = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fcfcfb, #101312);
  --raised: light-dark(#ffffff, #171b1a);
  --wash: light-dark(#f2f4f2, #1c2220);
  --ink: light-dark(#161c1a, #e9efec);
  --soft: light-dark(#586460, #9dada6);
  --line: light-dark(#e0e4e1, #2a322f);
  --edge: light-dark(#b9c3be, #46524d);
  --accent: light-dark(#0d5f8a, #7cc4ec);
  --accent-wash: light-dark(#e8f2f8, #13262f);
  --good: light-dark(#1b6e42, #6fd39c);
  --good-wash: light-dark(#e6f4ec, #12281d);
  --bad: light-dark(#b3261e, #ff9d92);
  --bad-wash: light-dark(#fcedeb, #331a17);
  --warn: light-dark(#83590a, #e6bd6a);
  --mono: ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
  --sans: 'Segoe UI Variable Text', 'Segoe UI', -apple-system, BlinkMacSystemFont, Inter, Roboto, 'Liberation Sans', Arial, sans-serif;
}
:root[data-theme='light'] { color-scheme: light; }
:root[data-theme='dark'] { color-scheme: dark; }
*, *::before, *::after { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 400 15px/1.5 var(--sans); -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body, h1, h2, h3, p, ol, dl, dd, pre { margin: 0; padding: 0; }
h1, h2, h3 { font-weight: 650; letter-spacing: -0.015em; line-height: 1.2; text-wrap: balance; }
button, input { font: inherit; color: inherit; }
a { color: inherit; text-decoration: none; }
dt { color: var(--soft); font-size: 0.75rem; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
[hidden] { display: none !important; }
.ears { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
::selection { background: var(--accent); color: var(--paper); }
`;

/** All of the report's style. */
export const style = base + frame + sequence;
