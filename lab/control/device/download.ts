import type { LpaHost } from '#device-sim/lpa/index';
import { DownloadFailed, toResult } from '#device-sim/lpa/index';
import type { WorldDevice } from '#scenarios/world/index';
import { toHex } from '#shared/bytes/bytes';
import type { Imei } from '#shared/identifiers/imei';

import type { DownloadAnswer, LastFrames, RulesQuestion } from '../contract.ts';
import { downloadedAnswer } from './device-room.ts';

/** A download as it is asked for; what is left out is as the schema says. */
export interface DownloadOrder {
  /** Left out, the card's default SM-DP+ is asked. */
  readonly activationCode?: string | undefined;
  readonly smdpUrl?: string | undefined;
  readonly confirmationCode?: string | undefined;
  readonly enable?: boolean | undefined;
  readonly acceptPpr?: boolean | undefined;
  readonly imei?: Imei | undefined;
}

/**
 * Downloads on a device for somebody who is not there to be asked: the Profile is taken; rules that nobody has decided
 * about postpone the download, and the question is in the answer. A failure is an answer too.
 */
export async function downloadOn(device: WorldDevice, order: DownloadOrder): Promise<DownloadAnswer> {
  const { enable = true, ...request } = order;
  let question: RulesQuestion | undefined;
  const host: LpaHost = {
    consent: ({ about, profile, profilePolicyRules }) => {
      if (about === 'profile') return Promise.resolve('accept');
      if (order.acceptPpr === false) return Promise.resolve('reject');
      question = { profileName: profile.profileName, profilePolicyRules };
      return Promise.resolve('later');
    },
    confirmationCode: () => Promise.resolve(undefined),
    stage: () => undefined,
  };
  try {
    const imei = request.imei ?? (device.registration === undefined ? undefined : device.imei);
    return downloadedAnswer(await device.lpa.download({ ...request, imei, enable, host }));
  } catch (error) {
    if (!(error instanceof DownloadFailed)) throw error;
    return {
      ...toResult(error),
      last: lastFrames(error),
      ...(question === undefined ? {} : { question }),
    };
  }
}

/** What was last on either wire. */
export function lastFrames({ lastApdu, lastHttp }: DownloadFailed): LastFrames {
  const apdu = lastApdu && {
    what: lastApdu.what,
    command: toHex(lastApdu.command),
    ...(lastApdu.answer === undefined ? {} : { answer: toHex(lastApdu.answer) }),
  };
  const http = lastHttp && {
    url: lastHttp.url,
    ...(lastHttp.status === undefined ? {} : { status: lastHttp.status }),
    ...(lastHttp.answer === undefined ? {} : { answer: new TextDecoder().decode(lastHttp.answer) }),
  };
  return { ...(apdu && { apdu }), ...(http && { http }) };
}
