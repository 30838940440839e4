import { registrations, sentences } from '../../sentences.ts';

/**
 * The page that hands the code over by the path of its plan, and shows what the device says. `onProfileActivationComplete`
 * and `onRegistrationChanged` are global because Mobile Plans calls them by name, each with one JSON text.
 */
export const connectScript = `'use strict';

const sentences = ${JSON.stringify(sentences)};
const registrations = ${JSON.stringify(registrations)};

const view = document.querySelector('[data-connect]');
const { texts, alone } = JSON.parse(view.dataset.progress);
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
  if (['installed', 'provisioned', 'denied', 'connected'].includes(view.dataset.state)) {
    show(stateBy(networkRegistrationState), networkRegistrationState);
  }
  report({ kind: 'registration', result: networkRegistrationState, iccid });
}

function stateBy(registration) {
  if (own(registrations, registration)?.connected === true) return 'connected';
  if (view.dataset.state === 'provisioned') return 'provisioned';
  return registration === 'denied' ? 'denied' : 'installed';
}

/** An eSIM has other profiles besides ours. */
function isOurs(iccid) {
  return !iccid || iccid.replace(/F+$/i, '') === view.dataset.iccid.replace(/F+$/i, '');
}

/** How each path hands the code over. */
const ways = {
  immediate: now,
  delayedConnectivity(metaData, code) {
    show('downloading');
    MobilePlans.notifyPurchaseWithProfileDownload(metaData, code, Number(view.dataset.interval));
    return { kind: 'handedOver' };
  },
  deferredDownload(metaData, code) {
    const minutes = Number(view.dataset.minutes);
    if (minutes === 0) return now(metaData, code);
    show('scheduled');
    const context = MobilePlansInlineOperations.notifyProfileDownload(metaData, code, minutes);
    view.dataset.minutes = '0';
    return { kind: 'scheduled', operation: context?.Id };
  },
};

function now(metaData, code) {
  show('downloading');
  MobilePlansInlineOperations.notifyProfileDownload(metaData, code);
  return { kind: 'handedOver' };
}

function handOver() {
  sessionStorage.setItem('handed-over', view.dataset.purchase);
  try {
    nameCallbacks();
    report(ways[view.dataset.path](purchaseMetaData(), view.dataset.code));
  } catch {
    sessionStorage.removeItem('handed-over');
    show('failed', 'unknownError');
  }
}

function nameCallbacks() {
  MobilePlansInlineOperations.registrationChangedScript = 'onRegistrationChanged';
  MobilePlansInlineOperations.profileActivationCompleteScript = 'onProfileActivationComplete';
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
  const text = own(texts, state);
  const failed = state === 'failed';
  part('headline').textContent = text.headline;
  part('sentence').textContent = failed ? (own(sentences, detail) ?? sentences.unknownError) : text.sentence;
  part('reassurance').hidden = !failed;
  part('reason').textContent = failed ? detail : '';
  part('registration').textContent = alone && state !== 'connected' ? '' : (own(registrations, detail)?.says ?? '');
  part('retry').hidden = !failed;
  part('cancel').hidden = ['installed', 'provisioned', 'denied', 'connected'].includes(state);
  part('farewell').hidden = state !== 'connected';
  showStages(text);
  if (before === state + detail) return;
  part('announcement').textContent = [text.headline, part('sentence').textContent, part('registration').textContent].join('. ');
  if (failed) part('retry').focus();
}

/** All before the stage of a text are done, and the last one is when it is reached. */
function showStages({ stage: current, mark }) {
  let reached = false;
  for (const stage of document.querySelectorAll('[data-stage]')) {
    const isCurrent = stage.dataset.stage === current;
    stage.dataset.mark = isCurrent ? mark : reached ? 'ahead' : 'done';
    if (isCurrent) stage.setAttribute('aria-current', 'step');
    else stage.removeAttribute('aria-current');
    reached ||= isCurrent;
  }
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

/** What the operator knows and the device has not said: a window may be left behind, and Windows goes on alone. */
async function lookAgain() {
  const answer = await fetch('status');
  if (!answer.ok) return;
  const now = await answer.json();
  showOperatorsView(now);
  const { state } = view.dataset;
  const isFurther = ['scheduled', 'downloading'].includes(state) || (state === 'installed' && now.shown === 'provisioned');
  if (isFurther && ['installed', 'provisioned'].includes(now.shown)) show(now.shown);
}

if (document.documentElement.dataset.window === 'inside') {
  part('retry').addEventListener('click', handOver);
  addEventListener('focus', () => lookAgain().catch(() => undefined));
  const handedOver = sessionStorage.getItem('handed-over') === view.dataset.purchase;
  if (view.dataset.state === 'ordered' && !handedOver) {
    handOver();
  } else {
    nameCallbacks();
    if (view.dataset.state === 'ordered') show(view.dataset.minutes === '0' ? 'downloading' : 'scheduled');
    part('retry').hidden = !['failed', 'downloading'].includes(view.dataset.state);
    lookAgain().catch(() => undefined);
  }
}
`;
