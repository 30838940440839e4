import type { Account } from '../purchase.ts';
import { deliveryInWords } from '../waits.ts';
import { html } from './html.ts';
import type { Look, PageContent } from './layout.ts';
import type { SignedIn } from './pages.ts';
import { cancelForm, mistakeNote, outsideNote } from './parts.ts';

export function confirmPage({ plan }: Look, purchase: SignedIn, mistake?: string): PageContent {
  const { account, id, launch } = purchase;
  return {
    title: 'Confirm',
    step: 'Confirm',
    content: html`${outsideNote}
      <h1>Is everything right?</h1>
      ${mistake !== undefined && mistakeNote(`${mistake} Nothing was charged. Please try again in a moment.`, 'mistake')}
      <dl class="facts">
        <div>
          <dt>Plan</dt>
          <dd>${plan.name}, ${plan.validity}</dd>
        </div>
        <div>
          <dt>When</dt>
          <dd>${deliveryInWords(plan.delivery)}</dd>
        </div>
        <div>
          <dt>Account</dt>
          <dd>${account.name}</dd>
        </div>
        <div>
          <dt>Payment</dt>
          <dd>${paymentOf(account)}</dd>
        </div>
        <div>
          <dt>Device</dt>
          <dd>
            ${launch.eid === undefined ? 'Any device with an eSIM' : html`This one, eSIM ending in ${launch.eid.slice(-6)}`}
          </dd>
        </div>
        <div class="total">
          <dt>Total</dt>
          <dd>${plan.price}</dd>
        </div>
      </dl>
      <form method="post" action="/purchase/${id}/confirm" class="actions">
        <button class="primary" data-waiting="Placing your order…">Confirm and pay ${plan.price}</button>
        <a class="quiet" href="/purchase/${id}/plan">Back</a>
      </form>`,
    aside: cancelForm(purchase),
  };
}

function paymentOf({ how }: Account): string {
  return how === 'existing' ? 'Demonstration card ending in 4242' : 'New demonstration card';
}
