import type { AssetName } from '../assets/assets.ts';
import type { PortalPlan } from '../plan.ts';
import { mark, waves } from './artwork.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';

/** What all pages of a portal have in common. */
export interface Look {
  readonly operatorName: string;
  /** All that is sold. */
  readonly plans: readonly PortalPlan[];
  /** The one the page is about; the one proposed first where it is about none. */
  readonly plan: PortalPlan;
  readonly scriptTag: () => string | undefined;
  readonly link: (name: AssetName) => string;
}

export interface PageContent {
  readonly title: string;
  /** Which of the four steps this page is. */
  readonly step?: StepName;
  readonly state?: string;
  /** Nothing is chosen yet: the poster shows what there is to choose from. */
  readonly isOpen?: boolean;
  readonly scripts?: readonly AssetName[];
  readonly content: Markup;
  /** Below the content: what a customer may do instead. */
  readonly aside?: Markup;
}

const steps = ['Sign in', 'Plan', 'Confirm', 'Connect'] as const;
export type StepName = (typeof steps)[number];

/** A whole page. The bridge script stands before our own, which look for what it brings. */
export function page(
  look: Look,
  { title, step, state, isOpen = false, scripts = [], content, aside }: PageContent,
): string {
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
        ${poster(look, isOpen)}
        <main id="main" tabindex="-1">
          ${step !== undefined && progressOf(step)}
          <div class="content">${content}</div>
          <footer>${aside}</footer>
        </main>
      </body>
    </html> `.markup;
}

interface Offer {
  readonly amount: string;
  readonly unit: string;
  readonly name: string;
  readonly terms: string;
}

function offerOf({ plans, plan }: Look, isOpen: boolean): Offer {
  const { data, name, validity, price } = plan;
  if (isOpen && plans.length > 1) {
    const amount = `${plans.length}`;
    return { amount, unit: 'plans', name: 'Pick the one that suits you', terms: 'Prices with all taxes' };
  }
  return { ...data, name, terms: `${validity} for ${price}` };
}

function poster(look: Look, isOpen: boolean): Markup {
  const { operatorName } = look;
  const { amount, unit, name, terms } = offerOf(look, isOpen);
  return html`<header class="poster">
    ${waves}
    <p class="brand">${mark}<span>${operatorName}</span></p>
    <div class="offer">
      <p class="allowance">
        <strong data-poster="amount">${amount}</strong> <span data-poster="unit">${unit}</span>
      </p>
      <p class="terms">
        <span data-poster="name">${name}</span><br /><span data-poster="terms">${terms}</span>
      </p>
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
