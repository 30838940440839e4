import type { Purchase } from '../purchase.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';

/** Gives the whole purchase up. */
export function cancelForm({ id }: Purchase, attributes: Markup = html``): Markup {
  return html`<form method="post" action="/purchase/${id}/cancel" ${attributes}>
    <button class="quiet" data-waiting="Cancelling…">Cancel purchase</button>
  </form>`;
}

/** A mistake, said beside what it is about. */
export function mistakeNote(mistake: string | undefined, id: string): Markup {
  return mistake === undefined ? html`` : html`<p class="note bad" id="${id}" role="alert">${mistake}</p>`;
}

/** For browsers that are not the Mobile Plans window. */
export const outsideNote: Markup = html`<p class="note outside-only">
  <strong>This is not a Mobile Plans window.</strong> You can buy, but the eSIM will not install by itself.
  Start the window with <code>npx esimlab portal</code>.
</p>`;
