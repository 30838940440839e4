import { progressTexts } from '../../progress-texts.ts';
import { registrations, sentences } from '../../sentences.ts';

/**
 * The page that hands the code over, and shows what the device says. `onProfileActivationComplete` and
 * `onRegistrationChanged` are global because Mobile Plans calls them by name, each with one JSON text.
 */
export const connectScript = `'use strict';

const sentences = ${JSON.stringify(sentences)};
const registrations = ${JSON.stringify(registrations)};
const texts = ${JSON.stringify(progressTexts)};

const view = document.querySelector('[data-connect]');
const part = (name) => document.getElementById(name);
const own = (table, name) => (Object.hasOwn(table, name) ? table[name] : undefined);

function onProfileActivationComplete(argument) {
  const { activationResult, iccid } = JSON.parse(argument);
  if (!isOurs(iccid)) return;
  sessionStorage.removeItem('handed-over');
  if (activationResult === 'success') show('installed');
  else show('failed', activationResult);
  report({ kind: 'activation', result: activationResult, iccid });
}

function onRegistrationChanged(argument) {
  const { networkRegistrationState, iccid } = JSON.parse(argument);
  if (!isOurs(iccid)) return;
  const state = view.dataset.state;
  if (state === 'installed' || state === 'connected') {
    const connected = own(registrations, networkRegistrationState)?.connected === true;
    show(connected ? 'connected' : 'installed', networkRegistrationState);
  }
  report({ kind: 'registration', result: networkRegistrationState, iccid });
}

/** An eSIM has other profiles besides ours. */
function isOurs(iccid) {
  return !iccid || iccid.replace(/F+$/i, '') === view.dataset.iccid.replace(/F+$/i, '');
}

function handOver() {
  sessionStorage.setItem('handed-over', view.dataset.purchase);
  show('downloading');
  try {
    MobilePlansInlineOperations.registrationChangedScript = 'onRegistrationChanged';
    MobilePlansInlineOperations.profileActivationCompleteScript = 'onProfileActivationComplete';
    MobilePlansInlineOperations.notifyProfileDownload(purchaseMetaData(), view.dataset.code);
    report({ kind: 'handedOver' });
  } catch {
    sessionStorage.removeItem('handed-over');
    show('failed', 'unknownError');
  }
}

function purchaseMetaData() {
  const metaData = MobilePlans.createPurchaseMetaData();
  metaData.userAccount = MobilePlansUserAccount[view.dataset.account];
  metaData.purchaseInstrument = MobilePlansPurchaseInstrument[view.dataset.instrument];
  metaData.line = MobilePlansLineType.new;
  metaData.moDirectStatus = MobilePlansMoDirectStatus.complete;
  metaData.planName = view.dataset.plan;
  return metaData;
}

function show(state, detail = '') {
  const before = view.dataset.state + view.dataset.detail;
  view.dataset.state = state;
  view.dataset.detail = detail;
  document.body.dataset.state = state;
  const text = own(texts, state === 'installed' && detail === 'denied' ? 'denied' : state);
  part('headline').textContent = text.headline;
  part('sentence').textContent = state === 'failed' ? (own(sentences, detail) ?? sentences.unknownError) : text.sentence;
  part('reassurance').hidden = state !== 'failed';
  part('reason').textContent = state === 'failed' ? detail : '';
  part('registration').textContent = own(registrations, detail)?.says ?? '';
  part('retry').hidden = state !== 'failed';
  part('cancel').hidden = state === 'installed' || state === 'connected';
  part('farewell').hidden = state !== 'connected';
  for (const stage of document.querySelectorAll('[data-stage]')) {
    if (stage.dataset.stage === text.stage) stage.setAttribute('aria-current', 'step');
    else stage.removeAttribute('aria-current');
  }
  if (before === state + detail) return;
  part('announcement').textContent = [text.headline, part('sentence').textContent, part('registration').textContent].join('. ');
  if (state === 'failed') part('retry').focus();
}

/** Reports go out in order; one that does not get through is tried again, for the network may just be changing. */
let reports = Promise.resolve();
function report(what) {
  reports = reports.then(async () => {
    for (const pause of [0, 500, 2000, 5000]) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      try {
        const answer = await fetch('report', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(what),
          keepalive: true,
        });
        if (answer.ok) showOperatorsView(await answer.json());
        return;
      } catch {
        // The next attempt says more.
      }
    }
  });
}

function showOperatorsView({ progress }) {
  const last = progress.at(-1);
  part('operator').textContent = last === undefined ? '' : view.dataset.operator + ': ' + last;
}

async function lookAgain() {
  const answer = await fetch('status');
  if (!answer.ok) return;
  const now = await answer.json();
  showOperatorsView(now);
  if (now.state === 'installed' && view.dataset.state === 'downloading') show('installed');
}

if (document.documentElement.dataset.window === 'inside') {
  part('retry').addEventListener('click', handOver);
  const handedOver = sessionStorage.getItem('handed-over') === view.dataset.purchase;
  if (view.dataset.state === 'ordered' && !handedOver) {
    handOver();
  } else {
    MobilePlansInlineOperations.registrationChangedScript = 'onRegistrationChanged';
    MobilePlansInlineOperations.profileActivationCompleteScript = 'onProfileActivationComplete';
    if (view.dataset.state === 'ordered') show('downloading');
    part('retry').hidden = view.dataset.state !== 'failed' && view.dataset.state !== 'downloading';
    lookAgain().catch(() => undefined);
  }
}
`;
