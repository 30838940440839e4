import { html } from './html.ts';
import type { Markup } from './html.ts';

/** The brand's mark beside its name: two arcs over a point. */
export const mark: Markup = html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
  <path d="M4 11a9 9 0 0 1 9 9" />
  <path d="M4 4a16 16 0 0 1 16 16" />
  <circle cx="5.5" cy="18.5" r="2" />
</svg>`;

const radii = [60, 108, 162, 222, 288, 360];

/** The poster's picture: waves that go out from a point. They light up, one after the other, as the device gets closer to the network. */
export const waves: Markup = html`<svg
  class="waves"
  viewBox="0 0 400 400"
  preserveAspectRatio="xMaxYMid slice"
  aria-hidden="true"
>
  ${radii.map((radius, index) => html`<circle class="wave wave-${index + 1}" cx="400" cy="150" r="${radius}" />`).reverse()}
</svg>`;

/** What stands before a stage of the progress: a check, a cross, a clock or a ring, of which the style shows one. */
export const stageMark: Markup = html`<svg class="stage-mark" viewBox="0 0 28 28" aria-hidden="true">
  <circle class="ring" cx="14" cy="14" r="11" />
  <path class="turning" d="M14 3a11 11 0 0 1 11 11" />
  <path class="check" d="M9 14.5l3.5 3.5L19.5 10.5" />
  <path class="hands" d="M14 8.5v5.5l3.5 2.2" />
  <path class="cross" d="M10 10l8 8M18 10l-8 8" />
</svg>`;
