import { diagnose } from '#device-sim/lpa/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromBase64, fromHex } from '#shared/bytes/bytes';
import { capture } from '#shared/asn1/index';
import { parseActivationCode } from '#shared/identifiers/activation-code';
import { parseIccid } from '#shared/identifiers/iccid';
import { sgp26Certificate } from '#shared/pki/sgp26';
import { AuthenticateServerResponse, CtxParams1, ServerSigned1 } from '#shared/rsp/authenticate-server';
import { EuiccInfo1 } from '#shared/rsp/euicc-info';
import { HandleNotification } from '#shared/rsp/es9plus';
import { PendingNotification } from '#shared/rsp/notifications';
import { PrepareDownloadResponse, SmdpSigned2 } from '#shared/rsp/prepare-download';
import { systemClock } from '#shared/runtime/clock';
import { Trace } from '#shared/runtime/trace';

import { commonCancelSession } from '../../device-sim/lpa/download/cancel-session.ts';
import {
  authenticateClient,
  initiateAuthentication,
} from '../../device-sim/lpa/download/common-mutual-authentication.ts';
import { offeredProfile } from '../../device-sim/lpa/download/consent.ts';
import {
  expectInstalled,
  expectMetadata,
  getBoundProfilePackage,
  segmentsOf,
} from '../../device-sim/lpa/download/download-and-installation.ts';
import type { Session } from '../../device-sim/lpa/download/download-run.ts';
import * as es10a from '../../device-sim/lpa/es10/es10a.ts';
import * as es10b from '../../device-sim/lpa/es10/es10b.ts';
import * as es10c from '../../device-sim/lpa/es10/es10c.ts';
import { IsdR } from '../../device-sim/lpa/es10/isd-r.ts';
import { smdpAt } from '../../device-sim/lpa/lpa-parts.ts';
import { assemble } from '../../device-sim/lpa/lpa-setup.ts';
import { disableProfile, enableProfile, listProfiles } from '../../device-sim/lpa/profiles.ts';
import { rightFor } from './right.ts';
import {
  Bench,
  code,
  honest,
  iccid,
  installationResult,
  notification,
  transactionId,
} from '../device-sim/lpa/bench.ts';

/** What a card has answered in a session, for the calls that hand it on. */
const said = {
  activationCode: parseActivationCode(code),
  dpAuth: sgp26Certificate('dpAuthNist'),
  notification: capture(PendingNotification, installationResult(notification(1, 'notificationInstall'))),
} as const;

/** The LPA's steps by themselves: what one of them makes of an answer, without those before and after it. */
export class LpaSteps {
  readonly bench: Bench;
  readonly #session: Session;
  readonly #cardWire: Parameters<typeof IsdR.open>[0];
  readonly #euiccInfo1;
  readonly #faults: unknown[] = [];

  private constructor(bench: Bench, isdR: IsdR, parts: ReturnType<typeof assemble>['parts']) {
    this.bench = bench;
    this.#cardWire = parts.cardWire;
    const server = smdpAt(parts, said.activationCode.smdpAddress);
    this.#session = { isdR, server, code: said.activationCode, transactionId };
    this.#euiccInfo1 = capture(EuiccInfo1, rightAnswers.getEuiccInfo1);
    parts.trace.on('fault', ({ error }) => void this.#faults.push(error));
  }

  static async open(): Promise<LpaSteps> {
    const bench = new Bench();
    const clock = systemClock();
    const { parts } = assemble({
      name: 'device-1',
      card: bench.card,
      http: () => bench.server.client(),
      clock,
      trace: new Trace(clock),
    });
    return new LpaSteps(bench, await IsdR.open(parts.cardWire, 255), parts);
  }

  /** What a step makes of the answer of a server. @throws what is no failure that says what it is */
  async serverAnswers(name: string, body: Bytes): Promise<void> {
    const { server, card } = this.bench;
    for (const list of [card.apdus, card.commands, server.calls]) list.length = 0;
    server.intercept = () => ({ status: 200, headers: { 'content-type': 'application/json' }, body });
    await this.#tell(async () => rightFor(this.#steps, name)());
  }

  /** What the functions of ES10 make of the answer of a card. @throws what is no failure that says what it is */
  async cardAnswers(name: CardFunction, answer: Bytes): Promise<void> {
    const { card } = this.bench;
    for (const list of [card.apdus, card.commands]) list.length = 0;
    card.answers.clear();
    card.on(cardFunctions[name], answer);
    await this.#tell(async () => calls[name](this.#session.isdR));
  }

  /** What becomes of a function when the answer to the n-th APDU from here on is another. */
  async apduAnswers(after: number, answer: Bytes): Promise<void> {
    const { card } = this.bench;
    for (const list of [card.apdus, card.commands]) list.length = 0;
    card.on(0xbf22, rightAnswers.getEuiccInfo2);
    let left = after;
    card.intercept = () => {
      left -= 1;
      return left === -1 ? answer : undefined;
    };
    await this.#tell(async () => {
      const isdR = await IsdR.open(this.#cardWire, 2, { reopens: true });
      try {
        await es10b.getEuiccInfo2(isdR);
      } finally {
        await isdR.close();
      }
    });
    card.intercept = () => undefined;
  }

  async #tell(step: () => Promise<unknown>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (diagnose(error) === undefined) throw error;
    }
    if (this.#faults.length > 0) throw new Error('a fault of the LPA', { cause: this.#faults.splice(0)[0] });
  }

  readonly #steps: Readonly<Record<string, () => Promise<unknown>>> = {
    initiateAuthentication: async () =>
      initiateAuthentication(this.#session.isdR, this.#session.server, this.#euiccInfo1, said.activationCode),
    authenticateClient: async () => {
      const offer = await authenticateClient(
        this.#session,
        capture(AuthenticateServerResponse, rightAnswers.authenticateServer),
        said.dpAuth,
      );
      offeredProfile(offer.profileMetadata.value);
    },
    getBoundProfilePackage: async () => {
      const response = capture(PrepareDownloadResponse, rightAnswers.prepareDownload);
      const segments = segmentsOf(await getBoundProfilePackage(this.#session, response));
      expectMetadata(segments, fromBase64(honest.authenticateClient().profileMetadata));
    },
    handleNotification: async () =>
      this.#session.server.tell(HandleNotification, { pendingNotification: said.notification }),
    cancelSession: async () => commonCancelSession(this.#session, 'postponed'),
  };
}

/** The functions of ES10 that the LPA calls, with the tag of their commands. */
export const cardFunctions = {
  getEuiccConfiguredAddresses: 0xbf3c,
  setDefaultDpAddress: 0xbf3f,
  getEuiccChallenge: 0xbf2e,
  getEuiccInfo1: 0xbf20,
  getEuiccInfo2: 0xbf22,
  authenticateServer: 0xbf38,
  prepareDownload: 0xbf21,
  loadBoundProfilePackage: 0x86,
  cancelSession: 0xbf41,
  getRat: 0xbf43,
  listNotification: 0xbf28,
  retrieveNotification: 0xbf2b,
  removeNotificationFromList: 0xbf30,
  loadCrl: 0xbf35,
  listProfiles: 0xbf2d,
  enableProfile: 0xbf31,
  disableProfile: 0xbf32,
  deleteProfile: 0xbf33,
  euiccMemoryReset: 0xbf34,
  getEid: 0xbf3e,
  setNickname: 0xbf29,
} as const;
export type CardFunction = keyof typeof cardFunctions;

const onCard = parseIccid(iccid);
const iccidOctets = fromHex('98001032547698103214');

const calls: Readonly<Record<CardFunction, (isdR: IsdR) => Promise<unknown>>> = {
  getEuiccConfiguredAddresses: es10a.getEuiccConfiguredAddresses,
  setDefaultDpAddress: async (isdR) => es10a.setDefaultDpAddress(isdR, 'smdp.example.com'),
  getEuiccChallenge: es10b.getEuiccChallenge,
  getEuiccInfo1: es10b.getEuiccInfo1,
  getEuiccInfo2: es10b.getEuiccInfo2,
  authenticateServer: async (isdR) => {
    const { serverSigned1, serverSignature1, euiccCiPKIdToBeUsed, serverCertificate } =
      honest.initiateAuthentication();
    return es10b.authenticateServer(isdR, {
      serverSigned1: capture(ServerSigned1, fromBase64(serverSigned1)),
      serverSignature1: fromBase64(serverSignature1).slice(3),
      euiccCiPKIdToBeUsed: fromBase64(euiccCiPKIdToBeUsed).slice(2),
      serverCertificate: fromBase64(serverCertificate),
      ctxParams1: capture(CtxParams1, fromHex('A00AA108800435290611A100')),
    });
  },
  prepareDownload: async (isdR) => {
    const { smdpSigned2, smdpSignature2, smdpCertificate } = honest.authenticateClient();
    return es10b.prepareDownload(isdR, {
      smdpSigned2: capture(SmdpSigned2, fromBase64(smdpSigned2)),
      smdpSignature2: fromBase64(smdpSignature2).slice(3),
      smdpCertificate: fromBase64(smdpCertificate),
    });
  },
  loadBoundProfilePackage: async (isdR) => {
    const result = await es10b.loadBoundProfilePackage(isdR, fromHex('8600'));
    if (result !== undefined) expectInstalled(result.value);
  },
  cancelSession: async (isdR) => es10b.cancelSession(isdR, transactionId, 'postponed'),
  getRat: es10b.getRat,
  listNotification: es10b.listNotification,
  retrieveNotification: async (isdR) => es10b.retrieveNotification(isdR, 1),
  removeNotificationFromList: async (isdR) => es10b.removeNotificationFromList(isdR, 1),
  loadCrl: async (isdR) => es10b.loadCrl(isdR, fromHex('3000')),
  listProfiles,
  enableProfile: async (isdR) => enableProfile(isdR, onCard, true),
  disableProfile: async (isdR) => disableProfile(isdR, onCard, true),
  deleteProfile: async (isdR) => es10c.deleteProfile(isdR, { iccid: iccidOctets }),
  euiccMemoryReset: async (isdR) => es10c.euiccMemoryReset(isdR, ['deleteOperationalProfiles']),
  getEid: es10c.getEid,
  setNickname: async (isdR) => es10c.setNickname(isdR, iccidOctets, 'mine'),
};

/** A right answer of each function. */
export const rightAnswers: Readonly<Record<CardFunction, Bytes>> = (() => {
  const bench = new Bench();
  bench.state = 0;
  bench.leave(notification(0, 'notificationInstall'));
  const scripted = (tag: number): Bytes => answerTo(bench, tag, new Uint8Array());
  const result = (tag: string): Bytes => fromHex(`${tag}03800100`);
  return {
    getEuiccConfiguredAddresses: fromHex('BF3C12 8106736D64702E61 8108736D64732E746573'),
    setDefaultDpAddress: result('BF3F'),
    getEuiccChallenge: scripted(0xbf2e),
    getEuiccInfo1: scripted(0xbf20),
    getEuiccInfo2: scripted(0xbf22),
    authenticateServer: scripted(0xbf38),
    prepareDownload: scripted(0xbf21),
    loadBoundProfilePackage: said.notification.der,
    cancelSession: scripted(0xbf41),
    getRat: scripted(0xbf43),
    listNotification: scripted(0xbf28),
    retrieveNotification: answerTo(bench, 0xbf2b, fromHex('BF2B05A003800101')),
    removeNotificationFromList: result('BF30'),
    loadCrl: fromHex('BF3502A000'),
    listProfiles: scripted(0xbf2d),
    enableProfile: result('BF31'),
    disableProfile: result('BF32'),
    deleteProfile: result('BF33'),
    euiccMemoryReset: result('BF34'),
    getEid: fromHex('BF3E125A1089049032123451234512345678901235'),
    setNickname: result('BF29'),
  };
})();

function answerTo(bench: Bench, tag: number, command: Bytes): Bytes {
  const answer = bench.card.answers.get(tag)?.(command);
  if (answer === undefined || 'sw' in answer) throw new Error('the bench answers nothing');
  return answer;
}
