import { minutes } from '#shared/runtime/span';

import type { PortalPlan } from '../plan.ts';
import type { Account, BoughtPurchase } from '../purchase.ts';
import { progressOf } from '../progress-texts.ts';
import type { Progress, ProgressStage } from '../progress-texts.ts';
import { registrations, sentenceFor } from '../sentences.ts';
import type { Shown } from '../shown.ts';
import { inWords, wholeMinutes } from '../waits.ts';
import { stageMark } from './artwork.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import type { Look, PageContent } from './layout.ts';
import { manualInstallation } from './manual-installation.ts';
import { cancelForm } from './parts.ts';

/** From the code to the network. What is shown follows from the purchase; the page's script carries it on. */
export function connectPage(
  { plan, operatorName }: Look,
  purchase: BoughtPurchase,
  shown: Shown,
): PageContent {
  const { account, order, id } = purchase;
  const { state, detail, minutes: left } = shown;
  const { delivery } = plan;
  const progress = progressOf(delivery, left);
  const isLater = delivery.path === 'delayedConnectivity';
  return {
    title: 'Connect',
    step: 'Connect',
    state,
    scripts: ['connect.js'],
    content: html`<section
        class="inside-only"
        data-connect
        data-purchase="${id}"
        data-path="${delivery.path}"
        data-minutes="${left}"
        data-interval="${isLater && wholeMinutes(delivery.networkAfter)}"
        data-progress="${JSON.stringify({ texts: progress.texts, alone: progress.alone })}"
        data-state="${state}"
        data-detail="${detail}"
        data-code="${order.activationCode}"
        data-iccid="${order.iccid}"
        data-operator="${operatorName}"
        data-plan="${plan.name}"
        data-account="${account.how}"
        data-instrument="${instrumentOf(account)}"
      >
        ${wayOf(progress, shown)}
      </section>
      ${manualInstallation(order.activationCode, noteOf(plan, left))}`,
    aside: html`${cancelForm(purchase, html`id="cancel" ${isHome(shown) && 'hidden'}`)}
      <p id="farewell" class="inside-only" ${state !== 'connected' && 'hidden'}>
        You can close this window now.
      </p>
      <p class="small inside-only">eSIM ${order.iccid}</p>`,
  };
}

function wayOf({ stages, texts, alone }: Progress, { state, detail }: Shown): Markup {
  const text = texts[state];
  const failed = state === 'failed';
  const reached = stages.findIndex(({ stage }) => stage === text.stage);
  const markOf = (index: number): string =>
    index === reached ? text.mark : index < reached ? 'done' : 'ahead';
  return html`<h1 id="headline">${text.headline}</h1>
    <p class="lead" id="sentence">${failed ? sentenceFor(detail) : text.sentence}</p>
    <p id="announcement" class="for-ears" role="status" aria-live="polite"></p>
    <ol class="stages">
      ${stages.map(
        ({ stage, says }, index) =>
          html`<li
            data-stage="${stage}"
            data-mark="${markOf(index)}"
            ${index === reached && html`aria-current="step"`}
          >
            ${stageMark}<span>${says}${detailsOf(stage, alone, { state, detail })}</span>
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
function detailsOf(
  stage: ProgressStage['stage'],
  alone: boolean,
  { state, detail }: Pick<Shown, 'state' | 'detail'>,
): Markup {
  if (stage === 'download')
    return html`<small id="reason" class="reason">${state === 'failed' && detail}</small
      ><small id="operator"></small>`;
  if (stage !== (alone ? 'connected' : 'connecting')) return html``;
  const known = !alone || state === 'connected';
  const says = known && Object.hasOwn(registrations, detail) && registrations[detail]?.says;
  return html`<small id="registration">${says}</small>`;
}

/** Whether the profile is on the device. */
function isHome({ state }: Shown): boolean {
  return state === 'installed' || state === 'provisioned' || state === 'denied' || state === 'connected';
}

/** What somebody has to know who carries the code to a device by hand. */
function noteOf({ delivery }: PortalPlan, left: number): string | undefined {
  if (left > 0) return `It works in ${inWords(minutes(left))}: your eSIM is being made ready.`;
  if (delivery.path !== 'delayedConnectivity') return undefined;
  return `Your line is switched on within ${inWords(delivery.networkAfter)} of the installation.`;
}

function instrumentOf({ how }: Account): string {
  return how === 'existing' ? 'existing' : 'new';
}
