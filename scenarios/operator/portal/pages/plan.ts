import { html } from './html.ts';
import type { Look, PageContent } from './layout.ts';
import type { SignedIn } from './pages.ts';
import { cancelForm, outsideNote } from './parts.ts';

export function planPage({ plan }: Look, purchase: SignedIn): PageContent {
  const { account, id } = purchase;
  return {
    title: plan.name,
    step: 'Plan',
    content: html`${outsideNote}
      <p class="eyebrow">${account.how === 'none' ? 'Your plan' : `For you, ${account.name}`}</p>
      <h1>${plan.name}</h1>
      <dl class="facts">
        ${plan.facts.map(
          ({ what, how }) =>
            html`<div>
              <dt>${what}</dt>
              <dd>${how}</dd>
            </div>`,
        )}
      </dl>
      <form method="post" action="/purchase/${id}/plan" class="buy">
        <p class="price"><strong>${plan.price}</strong> <span>once, taxes included</span></p>
        <button class="primary" name="plan" value="${plan.id}">Buy this plan</button>
      </form>`,
    aside: cancelForm(purchase),
  };
}
