import type { Account, BoughtPurchase } from '../purchase.ts';
import { progressTexts } from '../progress-texts.ts';
import type { ProgressText } from '../progress-texts.ts';
import { registrations, sentenceFor } from '../sentences.ts';
import { stageMark } from './artwork.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import type { Look, PageContent } from './layout.ts';
import { manualInstallation } from './manual-installation.ts';
import { cancelForm } from './parts.ts';

const stages = [
  { stage: 'download', says: 'Downloading and installing' },
  { stage: 'installed', says: 'Installed' },
  { stage: 'connecting', says: 'Connecting' },
  { stage: 'connected', says: 'Connected' },
] as const;

/** From the code to the network. What is shown follows from the purchase; the page's script carries it on. */
export function connectPage({ plan, operatorName }: Look, purchase: BoughtPurchase): PageContent {
  const { state, account, order, id } = purchase;
  const detail = detailOf(purchase);
  return {
    title: 'Connect',
    step: 'Connect',
    state,
    scripts: ['connect.js'],
    content: html`<section
        class="inside-only"
        data-connect
        data-purchase="${id}"
        data-state="${state}"
        data-detail="${detail}"
        data-code="${order.activationCode}"
        data-iccid="${order.iccid}"
        data-operator="${operatorName}"
        data-plan="${plan.name}"
        data-account="${account.how}"
        data-instrument="${instrumentOf(account)}"
      >
        ${progressOf(purchase, detail)}
      </section>
      ${manualInstallation(order.activationCode)}`,
    aside: html`${cancelForm(purchase, html`id="cancel" ${isHome(purchase) && 'hidden'}`)}
      <p id="farewell" class="inside-only" ${state !== 'connected' && 'hidden'}>
        You can close this window now.
      </p>
      <p class="small inside-only">eSIM ${order.iccid}</p>`,
  };
}

function progressOf(purchase: BoughtPurchase, detail: string): Markup {
  const { state } = purchase;
  const text: ProgressText = progressTexts[state === 'installed' && detail === 'denied' ? 'denied' : state];
  const failed = state === 'failed';
  return html`<h1 id="headline">${text.headline}</h1>
    <p class="lead" id="sentence">${failed ? sentenceFor(detail) : text.sentence}</p>
    <p id="announcement" class="for-ears" role="status" aria-live="polite"></p>
    <ol class="stages">
      ${stages.map(
        ({ stage, says }) =>
          html`<li data-stage="${stage}" ${text.stage === stage && html`aria-current="step"`}>
            ${stageMark}<span>${says}${noteOf(stage, purchase, detail)}</span>
          </li>`,
      )}
    </ol>
    <p class="actions">
      <button class="primary" id="retry" type="button" ${!failed && 'hidden'}>Try again</button>
      <span class="small" id="reassurance" ${!failed && 'hidden'}
        >Your plan is kept. This costs nothing.</span
      >
    </p>`;
}

/** What is told of a stage besides its name. */
function noteOf(stage: string, { state }: BoughtPurchase, detail: string): Markup {
  if (stage === 'download')
    return html`<small id="reason" class="reason">${state === 'failed' && detail}</small
      ><small id="operator"></small>`;
  if (stage !== 'connecting') return html``;
  const registration = Object.hasOwn(registrations, detail) ? registrations[detail] : undefined;
  return html`<small id="registration">${registration?.says}</small>`;
}

function detailOf(purchase: BoughtPurchase): string {
  if (purchase.state === 'failed') return purchase.result;
  return isHome(purchase) ? (purchase.registration ?? '') : '';
}

/** Whether the profile is on the device. */
function isHome(
  purchase: BoughtPurchase,
): purchase is Extract<BoughtPurchase, { state: 'installed' | 'connected' }> {
  return purchase.state === 'installed' || purchase.state === 'connected';
}

function instrumentOf({ how }: Account): string {
  return how === 'existing' ? 'existing' : 'new';
}
