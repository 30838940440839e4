import { contentOf, decode, readTlv, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, toHex } from '#shared/bytes/bytes';
import type { CardState, CardStore } from '#device-sim/euicc/index';
import { memoryCardStore, openEuicc } from '#device-sim/euicc/index';
import { iccidToBytes, parseIccid } from '#shared/identifiers/iccid';
import { AuthenticateServerResponse } from '#shared/rsp/authenticate-server';
import { segmentBoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { PrepareDownloadResponse } from '#shared/rsp/prepare-download';
import { virtualClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { Trace } from '#shared/runtime/trace';
import { buildProfile } from '#shared/saip/index';

import { Card } from '../../device-sim/euicc/card.ts';
import { execute } from '../../device-sim/euicc/isdr/execute.ts';
import type { Session } from '../../device-sim/euicc/session/session.ts';
import { StatusError } from '../../device-sim/uicc/index.ts';
import { Bench, metadata, openBench, profileValues } from '../device-sim/euicc/bench.ts';
import { said, testNow } from '../support/crafted-server.ts';

const seed = 1;

/** A card as it is after one download, which can be had anew any number of times. */
export class CardMaker {
  readonly #loaded: CardState;
  readonly #first: Bench;

  private constructor(loaded: CardState, first: Bench) {
    this.#loaded = loaded;
    this.#first = first;
  }

  static async make(): Promise<CardMaker> {
    const store = memoryCardStore();
    const bench = await openBench({ store, seed });
    await bench.download();
    const loaded = await store.read();
    if (loaded === undefined) throw new Error('there is no card');
    return new CardMaker(loaded, bench);
  }

  /** The same card without its APDUs, in that session. */
  async inside(sessions: readonly Session[]): Promise<InnerCard> {
    return InnerCard.open(await this.#store(), sessions);
  }

  /** The same card under power, its ISD-R selected, whatever became of the one before. */
  async anew(): Promise<Bench> {
    const store = await this.#store();
    const clock = virtualClock(testNow);
    const trace = new Trace(clock);
    const euicc = await openEuicc({ name: 'card', store, clock, entropy: seededEntropy(seed), trace });
    const { server, identities } = this.#first;
    const bench = new Bench(store, server, seed, trace, euicc, identities);
    await bench.select();
    return bench;
  }

  async #store(): Promise<CardStore> {
    const { description, registers, profiles, notifications } = this.#loaded;
    const store = memoryCardStore();
    await store.commit({ description, registers, putProfiles: profiles, addNotifications: notifications });
    return store;
  }
}

/** The functions of a card without APDUs: cheaper, and its session can be set back. */
export class InnerCard {
  readonly card: Card;
  readonly #faults: unknown[];
  readonly #sessions: readonly Session[];

  private constructor(card: Card, faults: unknown[], sessions: readonly Session[]) {
    this.card = card;
    this.#faults = faults;
    this.#sessions = sessions;
  }

  static async open(store: CardStore, sessions: readonly Session[]): Promise<InnerCard> {
    const trace = new Trace(virtualClock(testNow));
    const faults: unknown[] = [];
    trace.on('fault', ({ error }) => void faults.push(error));
    const state = await store.read();
    if (state === undefined) throw new Error('there is no card');
    const card = new Card({ name: 'card', store, trace, entropy: seededEntropy(seed) }, state);
    return new InnerCard(card, faults, sessions);
  }

  /** Steps into the session again, unless it goes on. */
  restore(): void {
    if (this.card.session === this.#sessions.at(-1)) return;
    this.card.become({ state: 'none' });
    for (const session of this.#sessions) this.card.become(session);
  }

  /** One whole command. @returns its answer; nothing for a status word @throws what would be 6F00 */
  async execute(command: Bytes): Promise<Bytes> {
    const answer = await this.#answer(command);
    if (this.#faults.length > 0) throw new Error('a fault of the card', { cause: this.#faults.splice(0)[0] });
    return answer;
  }

  async #answer(command: Bytes): Promise<Bytes> {
    try {
      return await execute(this.card, command);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return new Uint8Array();
    }
  }
}

/** What a right server says to one card and the next, as each draws the same, and the sessions that come of it. */
export interface RightSession {
  readonly authenticateServer: Bytes;
  readonly prepareDownload: Bytes;
  readonly cancelSession: Bytes;
  /** Of LoadBoundProfilePackage, for a Profile that the card does not have. */
  readonly segments: readonly Bytes[];
  readonly challenged: readonly Session[];
  readonly authenticated: readonly Session[];
  readonly prepared: readonly Session[];
}

export async function rightSession(maker: CardMaker): Promise<RightSession> {
  const inner = await maker.inside([]);
  const bench = await maker.anew();
  const { card } = inner;
  const challenge = contentOf(readTlv(await inner.execute(tlv(0xbf2e)))).slice(2);
  const challenged = [card.session];
  const authenticateServer = bench.server.authenticateServer(challenge);
  const { authenticateResponseOk: ok } = decode(
    AuthenticateServerResponse,
    await inner.execute(authenticateServer),
  );
  if (ok === undefined) throw new Error('the card refuses what is right');
  const authenticated = [...challenged, card.session];
  const prepareDownload = bench.server.prepareDownload(ok.euiccSignature1);
  const { downloadResponseOk } = decode(PrepareDownloadResponse, await inner.execute(prepareDownload));
  if (downloadResponseOk === undefined) throw new Error('the card refuses what is right');
  const prepared = [...authenticated, card.session];
  const other = '89000123456789012358';
  const bound = bench.package(downloadResponseOk.euiccSigned2.value.euiccOtpk, {
    profilePackage: buildProfile(profileValues({ iccid: other })),
    metadata: metadata({ iccid: iccidToBytes(parseIccid(other)) }),
  });
  return {
    authenticateServer,
    prepareDownload,
    cancelSession: tlv(0xbf41, tlv(0x80, said.transactionId), tlv(0x81, Uint8Array.of(1))),
    segments: segmentBoundProfilePackage(bound),
    challenged,
    authenticated,
    prepared,
  };
}

/** One APDU. @returns the status word in hex @throws when the answer is none, or says that the card is broken */
export async function transmitSoundly(bench: Bench, apdu: Bytes): Promise<string> {
  const answer = await bench.euicc.transmit(apdu);
  const sw = toHex(answer.slice(-2));
  const [fault] = bench.faults.splice(0);
  const sound = answer.length >= 2 && answer.length <= 258 && /^[69]/.test(sw) && sw !== '6F00';
  if (!sound || fault !== undefined)
    throw new Error(`the card answers ${toHex(answer.slice(-20))} to ${toHex(apdu)}`, { cause: fault });
  return sw;
}

/** A command of any octets in blocks, and all of its answer. @returns the last status word */
export async function sendSoundly(bench: Bench, command: Bytes): Promise<string> {
  let sw = '';
  for (let from = 0; from === 0 || from < command.length; from += 255) {
    const block = command.slice(from, from + 255);
    const p1 = from + 255 >= command.length ? 0x91 : 0x11;
    sw = await transmitSoundly(
      bench,
      concat(Uint8Array.of(0x80, 0xe2, p1, (from / 255) & 0xff, block.length), block),
    );
  }
  for (let parts = 0; sw.startsWith('61'); parts += 1) {
    if (parts > 4_000) throw new Error('an answer that does not end');
    sw = await transmitSoundly(bench, Uint8Array.of(0x80, 0xc0, 0, 0, parseInt(sw.slice(2), 16)));
  }
  return sw;
}

/** The card still has its Profile, loads another that was deleted, and has it again. */
export async function expectCardWorks(bench: Bench): Promise<void> {
  const reset = tlv(0xbf34, Uint8Array.of(0x82, 0x02, 0x05, 0x20));
  await bench.euicc.reset();
  bench.session = 'none';
  await bench.select();
  await bench.es10(reset);
  const result = await bench.download();
  if (!result.startsWith('BF37')) throw new Error(`a right download ends with ${result.slice(0, 40)}`);
  if (!(await bench.es10('BF2D00')).includes('5A0A98001032547698103214'))
    throw new Error('a download leaves no Profile');
}
