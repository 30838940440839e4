import type {
  ConsentAnswer,
  ConsentQuestion,
  DownloadFailed,
  DownloadRequest,
  DownloadResult,
  Lpa,
  LpaOptions,
} from '#device-sim/lpa/index';
import { openLpa } from '#device-sim/lpa/index';
import { fromBase64, toHex } from '#shared/bytes/bytes';
import type { HttpClient } from '#shared/http/client';
import type { PeerJudge } from '#shared/http/peer';
import type { Clock } from '#shared/runtime/clock';
import { virtualClock } from '#shared/runtime/clock';
import { Trace } from '#shared/runtime/trace';

import type { Bench as CardBench, BenchOptions } from '../../device-sim/euicc/bench.ts';
import { eid, metadata, openBench as openCard } from '../../device-sim/euicc/bench.ts';
import { failureOf } from '../../support/bench.ts';
import { said, testNow } from '../../support/crafted-server.ts';
import { FakeSmdp } from './fake-smdp.ts';
import { HeardCard } from './heard-card.ts';

export const address = said.serverAddress;
export const code = `LPA:1$${address}$QR-1`;
export const transactionId = toHex(said.transactionId);

/** Metadata of a profile of which every change is told to the fake SM-DP+. */
export const everyChangeTold = metadata({
  notificationConfigurationInfo: [
    {
      profileManagementOperation: [
        'notificationInstall',
        'notificationEnable',
        'notificationDisable',
        'notificationDelete',
      ],
      notificationAddress: address,
    },
  ],
});

/** `BF41` of the session with that reason. */
export const cancelCommand = (reason: number): string =>
  `BF41158010${transactionId}8101${reason.toString(16).padStart(2, '0').toUpperCase()}`;

export interface ReferenceOptions {
  readonly card?: BenchOptions;
  readonly lpa?: LpaOptions;
  /** In place of the fake SM-DP+. */
  readonly http?: (judge: PeerJudge, clock: Clock) => HttpClient;
}

/** An LPA between a reference eUICC and a fake SM-DP+, a person in front of it, and all that happened. */
export class Reference implements AsyncDisposable {
  readonly smdp: FakeSmdp;
  readonly clock = virtualClock(testNow);
  readonly trace = new Trace(this.clock);
  readonly euicc: CardBench;
  readonly card: HeardCard;
  readonly lpa: Lpa;
  /** What the person answers; yes once that is used up. */
  answers: ConsentAnswer[] = [];
  /** What the person types where a Confirmation Code is asked for. */
  typed: string | undefined;
  readonly questions: ConsentQuestion[] = [];
  /** How often the person was asked for a Confirmation Code. */
  codesAsked = 0;
  readonly #faults: unknown[] = [];

  constructor(euicc: CardBench, { lpa, http }: ReferenceOptions) {
    this.euicc = euicc;
    this.smdp = new FakeSmdp(eid, euicc.server);
    this.card = new HeardCard(async (apdu) => this.euicc.euicc.transmit(apdu));
    this.trace.on('fault', ({ error }) => void this.#faults.push(error));
    this.lpa = openLpa({
      name: 'reference',
      card: this.card,
      http: (judge) => http?.(judge, this.clock) ?? this.smdp.client(),
      clock: this.clock,
      trace: this.trace,
      ...(lpa === undefined ? {} : { options: lpa }),
    });
  }

  async download(request: Partial<DownloadRequest> = {}): Promise<DownloadResult> {
    return this.lpa.download({
      activationCode: code,
      enable: false,
      host: {
        consent: async (question) => {
          this.questions.push(question);
          return this.answers.shift() ?? 'accept';
        },
        confirmationCode: async () => {
          this.codesAsked += 1;
          return this.typed;
        },
        stage: () => undefined,
      },
      ...request,
    });
  }

  /** A download that has to fail. @throws Error when it succeeds; what is no DownloadFailed */
  async failure(request: Partial<DownloadRequest> = {}): Promise<DownloadFailed> {
    return failureOf(this.download(request));
  }

  /** ICCID and state of what is on the card. */
  async profiles(): Promise<readonly string[]> {
    return (await this.lpa.profiles()).map(({ iccid, state }) => `${iccid} ${state}`);
  }

  /** Sequence numbers of the notifications that wait on the card. */
  async waiting(): Promise<readonly number[]> {
    return (await this.lpa.notifications()).map(({ seqNumber }) => seqNumber);
  }

  /** A member in base64 of the last request of a function, in hex. */
  posted(name: string, member: string): string {
    return toHex(fromBase64(String(this.smdp.requests(name).at(-1)?.[member])));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.lpa.close();
    await this.euicc[Symbol.asyncDispose]();
    if (this.#faults.length > 0) throw this.#faults[0];
  }
}

export async function openReference(options: ReferenceOptions = {}): Promise<Reference> {
  return new Reference(await openCard(options.card), options);
}
