import type { Unfinished } from '../purchase.ts';
import { sentenceFor } from '../sentences.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import type { Look, PageContent } from './layout.ts';
import { cancelForm, outsideNote } from './parts.ts';

/** A customer comes back to a plan that is bought and not installed. */
export function resumePage({ plan }: Look, purchase: Unfinished): PageContent {
  const failure = failureOf(purchase);
  return {
    title: 'Your plan is waiting',
    step: 'Connect',
    state: failure === undefined ? 'ordered' : 'failed',
    content: html`${outsideNote}
      <h1>${failure === undefined ? 'Welcome back' : 'Let us try that again'}</h1>
      ${failure ?? html`<p class="lead">Your ${plan.name} plan is bought and waiting to be installed.</p>`}
      <p>
        Your plan is kept for you. Installing it now uses the same order, and
        <strong>nothing is charged again</strong>.
      </p>
      <form method="post" action="/purchase/${purchase.id}/resume" class="actions">
        <button class="primary">${failure === undefined ? 'Install my eSIM' : 'Try again'}</button>
      </form>`,
    aside: cancelForm(purchase),
  };
}

function failureOf(purchase: Unfinished): Markup | undefined {
  const { lastErrors } = purchase.launch;
  const result = lastErrors?.codes.at(-1) ?? (purchase.state === 'failed' ? purchase.result : undefined);
  if (result === undefined) return undefined;
  const time = lastErrors?.times.at(-1);
  return html`<p class="note bad">
    <strong>The last download failed.</strong> ${sentenceFor(result)}
    <span class="reason">${result}${time !== undefined && `, ${time}`}</span>
  </p>`;
}
