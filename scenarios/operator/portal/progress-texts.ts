import { minutes as minutesLong } from '#shared/runtime/span';

import type { PlanDelivery } from './plan.ts';
import { inWords, promiseOf } from './waits.ts';

/** A step of the way to the network. */
export interface ProgressStage {
  readonly stage: 'preparing' | 'download' | 'installed' | 'line' | 'connecting' | 'connected';
  readonly says: string;
}

/** A moment of the way: what is said, at which stage it is, and how it goes there. All stages before are done. */
export interface ProgressText {
  readonly headline: string;
  readonly sentence: string;
  readonly stage: ProgressStage['stage'];
  readonly mark: 'turning' | 'waiting' | 'failed' | 'done';
}

/** What is shown of a purchase: its state, and what the state of the network makes of it. */
export type ShownState =
  'ordered' | 'scheduled' | 'downloading' | 'failed' | 'installed' | 'provisioned' | 'denied' | 'connected';

/** The way of a plan. */
export interface Progress {
  readonly stages: readonly ProgressStage[];
  /** Windows goes on by itself, and what the modem says meanwhile says nothing of the plan. */
  readonly alone: boolean;
  readonly texts: Readonly<Record<ShownState, ProgressText>>;
}

const download = { stage: 'download', says: 'Downloading and installing' } as const;
const installed = { stage: 'installed', says: 'Installed' } as const;
const connecting = { stage: 'connecting', says: 'Connecting' } as const;
const connected = { stage: 'connected', says: 'Connected' } as const;

const settingUp: ProgressText = {
  headline: 'Setting up your eSIM',
  sentence: 'This takes a minute or less. You can leave this window open and carry on.',
  stage: 'download',
  mark: 'turning',
};

const searching: ProgressText = {
  headline: 'Installed. Connecting…',
  sentence: 'Your eSIM is on this device and is looking for the network.',
  stage: 'connecting',
  mark: 'turning',
};

const texts: Progress['texts'] = {
  ordered: settingUp,
  scheduled: settingUp,
  downloading: settingUp,
  failed: {
    headline: 'That did not work',
    sentence: 'Something unexpected went wrong.',
    stage: 'download',
    mark: 'failed',
  },
  installed: searching,
  provisioned: searching,
  denied: {
    headline: 'The network said no',
    sentence: 'Your eSIM is installed, but the network refused this device. Please tell us the number below.',
    stage: 'connecting',
    mark: 'failed',
  },
  connected: {
    headline: 'You are connected',
    sentence: 'Your plan is active from now on. Enjoy the trip.',
    stage: 'connected',
    mark: 'done',
  },
};

/** The way of a plan, by the path that it takes. @param minutes until the profile can be downloaded */
export function progressOf(delivery: PlanDelivery, minutes: number): Progress {
  switch (delivery.path) {
    case 'immediate':
      return { stages: [download, installed, connecting, connected], alone: false, texts };
    case 'delayedConnectivity':
      return lineLater(promiseOf(delivery.networkAfter));
    case 'deferredDownload':
      return profileLater(minutes);
  }
}

/** Windows goes on alone once it has the code, and the network refuses until the line is on: that is no failure. */
function lineLater(promise: string): Progress {
  const handedOver: ProgressText = {
    headline: 'Windows takes it from here',
    sentence: `Your eSIM is being installed. You are online within ${promise}, and Windows tells you when.`,
    stage: 'download',
    mark: 'turning',
  };
  const waiting: ProgressText = {
    headline: 'Your line is being switched on',
    sentence: `Your eSIM is installed. You are online within ${promise}, and Windows tells you when. You can close this window.`,
    stage: 'line',
    mark: 'waiting',
  };
  return {
    stages: [
      download,
      installed,
      { stage: 'line', says: 'Switching your line on' },
      { stage: 'connected', says: 'Online' },
    ],
    alone: true,
    texts: {
      ...texts,
      ordered: handedOver,
      downloading: handedOver,
      installed: waiting,
      denied: waiting,
      provisioned: {
        headline: 'Your line is on',
        sentence: 'Windows connects the next time it looks for the network, and tells you then.',
        stage: 'connected',
        mark: 'waiting',
      },
    },
  };
}

const ready: ProgressText = {
  headline: 'Your eSIM is ready',
  sentence: 'Windows asks you whether to install it. Say yes, and it goes on here.',
  stage: 'download',
  mark: 'waiting',
};

function profileLater(minutes: number): Progress {
  const preparing: ProgressText = {
    headline: 'We are getting your eSIM ready',
    sentence: `It is ready in ${inWords(minutesLong(minutes))}. Windows tells you then, so you can close this window.`,
    stage: 'preparing',
    mark: 'waiting',
  };
  const waits = minutes > 0;
  return {
    stages: [{ stage: 'preparing', says: 'Getting your eSIM ready' }, download, connecting, connected],
    alone: false,
    texts: { ...texts, ...(waits ? { ordered: preparing } : {}), scheduled: waits ? preparing : ready },
  };
}
