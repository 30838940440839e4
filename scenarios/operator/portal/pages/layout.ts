import type { AssetName } from '../assets/assets.ts';
import type { PortalPlan } from '../plan.ts';
import { mark, waves } from './artwork.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';

/** What all pages of a portal have in common. */
export interface Look {
  readonly operatorName: string;
  readonly plan: PortalPlan;
  readonly scriptTag: () => string | undefined;
  readonly link: (name: AssetName) => string;
}

export interface PageContent {
  readonly title: string;
  /** Which of the four steps this page is. */
  readonly step?: StepName;
  readonly state?: string;
  readonly scripts?: readonly AssetName[];
  readonly content: Markup;
  /** Below the content: what a customer may do instead. */
  readonly aside?: Markup;
}

const steps = ['Sign in', 'Plan', 'Confirm', 'Connect'] as const;
export type StepName = (typeof steps)[number];

/** A whole page. The bridge script stands before our own, which look for what it brings. */
export function page(look: Look, { title, step, state, scripts = [], content, aside }: PageContent): string {
  const { operatorName, link } = look;
  const scriptTag = look.scriptTag();
  const own: readonly AssetName[] = ['forms.js', ...scripts];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${operatorName}</title>
        <link rel="icon" href="${link('mark.svg')}" type="image/svg+xml" />
        <link rel="stylesheet" href="${link('portal.css')}" />
        ${scriptTag !== undefined && html`<script src="${scriptTag}"></script>`}
        <script src="${link('window.js')}"></script>
        ${own.map((name) => html`<script src="${link(name)}" defer></script>`)}
      </head>
      <body data-step="${step ?? 'none'}" data-state="${state ?? 'none'}">
        <a class="skip" href="#main">Skip to the content</a>
        ${poster(look)}
        <main id="main" tabindex="-1">
          ${step !== undefined && progressOf(step)}
          <div class="content">${content}</div>
          <footer>${aside}</footer>
        </main>
      </body>
    </html> `.markup;
}

function poster({ operatorName, plan }: Look): Markup {
  return html`<header class="poster">
    ${waves}
    <p class="brand">${mark}<span>${operatorName}</span></p>
    <div class="offer">
      <p class="allowance"><strong>${plan.data.amount}</strong> <span>${plan.data.unit}</span></p>
      <p class="terms">${plan.name}<br />${plan.validity} for ${plan.price}</p>
    </div>
  </header>`;
}

function progressOf(current: StepName): Markup {
  const reached = steps.indexOf(current);
  return html`<nav aria-label="Steps of your purchase">
    <ol class="steps">
      ${steps.map(
        (name, index) =>
          html`<li ${index === reached && html`aria-current="step"`} ${index < reached && html`class="done"`}>
            ${name}
          </li>`,
      )}
    </ol>
  </nav>`;
}
