import type { PortalPlan } from '../plan.ts';
import { deliveryInWords } from '../waits.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import type { Look, PageContent } from './layout.ts';
import type { SignedIn } from './pages.ts';
import { cancelForm, outsideNote } from './parts.ts';

/** What there is to buy, each with when it is there. */
export function planPage({ plans, plan: chosen }: Look, purchase: SignedIn): PageContent {
  const { account, id } = purchase;
  return {
    title: 'Your plan',
    step: 'Plan',
    scripts: ['plan.js'],
    content: html`${outsideNote}
      <p class="eyebrow">${account.how === 'none' ? 'Your plan' : `For you, ${account.name}`}</p>
      <h1>${plans.length === 1 ? 'This is the plan' : 'Which plan suits you?'}</h1>
      <form method="post" action="/purchase/${id}/plan" class="stack">
        <fieldset class="choices">
          <legend class="for-ears">Plans</legend>
          ${plans.map((plan) => choice(plan, plan.id === chosen.id))}
        </fieldset>
        <p class="actions">
          <button class="primary">Buy this plan</button>
          <span class="small">Once, taxes included</span>
        </p>
      </form>`,
    aside: cancelForm(purchase),
  };
}

function choice(plan: PortalPlan, isChosen: boolean): Markup {
  const { id, name, price, data, validity, includes, delivery } = plan;
  return html`<label class="choice">
    <input
      type="radio"
      name="plan"
      value="${id}"
      ${isChosen && html`checked`}
      data-amount="${data.amount}"
      data-unit="${data.unit}"
      data-name="${name}"
      data-terms="${validity} for ${price}"
    />
    <span class="choice-name">${name}</span>
    <span class="choice-price">${price}</span>
    <span class="choice-when">${deliveryInWords(delivery)}</span>
    <span class="choice-more">${validity}, ${includes}</span>
  </label>`;
}
