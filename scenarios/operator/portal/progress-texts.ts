/** A moment of the way to the network: what is said, and at which of the four stages it is. */
export interface ProgressText {
  readonly headline: string;
  readonly sentence: string;
  readonly stage: 'download' | 'installed' | 'connecting' | 'connected';
}

const settingUp: ProgressText = {
  headline: 'Setting up your eSIM',
  sentence: 'This takes a minute or less. You can leave this window open and carry on.',
  stage: 'download',
};

/** By the state of the purchase, and `denied` for a network that refuses. */
export const progressTexts = {
  ordered: settingUp,
  downloading: settingUp,
  failed: {
    headline: 'That did not work',
    sentence: 'Something unexpected went wrong.',
    stage: 'download',
  },
  installed: {
    headline: 'Installed. Connecting…',
    sentence: 'Your eSIM is on this device and is looking for the network.',
    stage: 'connecting',
  },
  denied: {
    headline: 'The network said no',
    sentence: 'Your eSIM is installed, but the network refused this device. Please tell us the number below.',
    stage: 'connecting',
  },
  connected: {
    headline: 'You are connected',
    sentence: 'Your plan is active from now on. Enjoy the trip.',
    stage: 'connected',
  },
} as const satisfies Record<string, ProgressText>;
