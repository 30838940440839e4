import type { Purchase } from '../purchase.ts';
import { html } from './html.ts';
import type { PageContent } from './layout.ts';

export function cancelledPage(purchase: Extract<Purchase, { readonly state: 'cancelled' }>): PageContent {
  return {
    title: 'Cancelled',
    state: 'cancelled',
    scripts: ['cancelled.js'],
    content: html`<section
      data-cancelled
      data-purchase="${purchase.id}"
      data-operation="${purchase.operation}"
      data-account="${purchase.account?.how ?? 'bailed'}"
    >
      <h1>Maybe another time</h1>
      <p class="lead">Your purchase is cancelled. Nothing was bought, and nothing was charged.</p>
      <p>You can close this window. To begin again, open the plan from Mobile Plans.</p>
    </section>`,
  };
}
