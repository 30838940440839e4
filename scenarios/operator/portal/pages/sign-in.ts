import type { Purchase } from '../purchase.ts';
import { sentenceFor } from '../sentences.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import type { Look, PageContent } from './layout.ts';
import { cancelForm, mistakeNote, outsideNote } from './parts.ts';

const demoName = 'Alex Morgan';

export function signInPage({ operatorName }: Look, purchase: Purchase, mistake?: string): PageContent {
  const name =
    purchase.state === 'signedIn' && purchase.account.how !== 'none' ? purchase.account.name : demoName;
  return {
    title: 'Sign in',
    step: 'Sign in',
    isOpen: true,
    content: html`${outsideNote} ${lastDownloadNote(purchase)}
      <h1>Hello. Ready to go online?</h1>
      <p class="lead">Sign in to ${operatorName} to get your plan.</p>
      <form method="post" action="/purchase/${purchase.id}/sign-in" class="stack">
        <div class="field">
          <label for="name">Your name</label>
          <input
            id="name"
            name="name"
            value="${mistake === undefined ? name : ''}"
            maxlength="80"
            autocomplete="name"
            ${mistake !== undefined && html`aria-invalid="true" aria-describedby="name-mistake"`}
          />
          ${mistakeNote(mistake, 'name-mistake')}
        </div>
        <div class="actions">
          <button class="primary" name="how" value="existing">Sign in</button>
          <p class="alternatives">
            <button class="quiet" name="how" value="new">Create an account</button>
            <button class="quiet" name="how" value="none">Continue as guest</button>
          </p>
        </div>
      </form>
      <p class="small">This is a demonstration account. No password, and nothing is charged.</p>`,
    aside: cancelForm(purchase),
  };
}

/** A download that failed, of a purchase that this portal does not know any more. */
function lastDownloadNote({ launch: { lastErrors } }: Purchase): Markup {
  const code = lastErrors?.codes.at(-1);
  if (code === undefined) return html``;
  return html`<p class="note bad">
    <strong>Your last download failed.</strong> ${sentenceFor(code)} <span class="reason">${code}</span>
  </p>`;
}
