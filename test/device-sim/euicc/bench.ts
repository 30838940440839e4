import { decode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { chunks, concat, fromHex, toHex } from '#shared/bytes/bytes';
import type { CardDescription, CardStore, Euicc, SessionState } from '#device-sim/euicc/index';
import { createCard, memoryCardStore, openEuicc } from '#device-sim/euicc/index';
import type { Eid } from '#shared/identifiers/eid';
import { parseEid } from '#shared/identifiers/eid';
import { iccidToBytes, parseIccid } from '#shared/identifiers/iccid';
import { parsePlmn } from '#shared/identifiers/plmn';
import { labCi, testCi } from '#shared/pki/certificate-issuers';
import type { SigningCertificateIssuer } from '#shared/pki/certificate-issuers';
import type { EuiccIdentity } from '#shared/pki/identities';
import { euiccIdentity } from '#shared/pki/identities';
import { AuthenticateServerResponse } from '#shared/rsp/authenticate-server';
import { segmentBoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { ProfileInstallationResult } from '#shared/rsp/notifications';
import { PrepareDownloadResponse } from '#shared/rsp/prepare-download';
import type { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { virtualClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { Trace } from '#shared/runtime/trace';
import { buildProfile } from '#shared/saip/index';
import type { ProfileValues } from '#shared/saip/index';

import type { PackageParts, PrepareDownloadChanges } from '../../support/crafted-server.ts';
import { CraftedServer, testNow } from '../../support/crafted-server.ts';

export const eid: Eid = parseEid('89049032123451234512345678901235');
export const nistCi = (): SigningCertificateIssuer => testCi().nist;
export const brainpoolCi = (): SigningCertificateIssuer => labCi('brainpoolP256r1');

export interface BenchOptions {
  readonly store?: CardStore;
  readonly cis?: readonly SigningCertificateIssuer[];
  /** The CI of the server. */
  readonly serverCi?: SigningCertificateIssuer;
  readonly card?: Partial<CardDescription>;
  readonly seed?: number;
}

export interface Answer {
  readonly data: Bytes;
  /** Four hex digits. */
  readonly sw: string;
}

/** A card with the ISD-R selected, a server that crafts messages for it, and all that happened. */
export class Bench {
  readonly store: CardStore;
  readonly server: CraftedServer;
  readonly trace: Trace;
  readonly faults: unknown[] = [];
  readonly moves: SessionState[] = [];
  session: SessionState = 'none';
  readonly #seed: number;
  euicc: Euicc;

  readonly identities: readonly EuiccIdentity[];

  constructor(
    store: CardStore,
    server: CraftedServer,
    seed: number,
    trace: Trace,
    euicc: Euicc,
    identities: readonly EuiccIdentity[],
  ) {
    this.identities = identities;
    this.store = store;
    this.server = server;
    this.trace = trace;
    this.euicc = euicc;
    this.#seed = seed;
    trace.on('fault', ({ error }) => void this.faults.push(error));
    trace.on('card.session', ({ to }) => {
      this.moves.push(to);
      this.session = to;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.euicc.close();
    if (this.faults.length > 0) throw this.faults[0];
  }

  /** One APDU. */
  async apdu(command: Bytes | string): Promise<Answer> {
    const octets = await this.euicc.transmit(typeof command === 'string' ? fromHex(command) : command);
    return { data: octets.slice(0, -2), sw: toHex(octets.slice(-2)) };
  }

  /** A whole command in blocks, as lpac frames it: no Le, GET RESPONSE with 80|ch. */
  async send(command: Bytes | string, blockSize = 120): Promise<Answer> {
    const octets = typeof command === 'string' ? fromHex(command) : command;
    const blocks = chunks(octets, blockSize);
    let answer: Answer = { data: new Uint8Array(), sw: '' };
    for (const [index, block] of blocks.entries()) {
      const p1 = index === blocks.length - 1 ? 0x91 : 0x11;
      answer = await this.apdu(concat(Uint8Array.of(0x80, 0xe2, p1, index & 0xff, block.length), block));
      if (index < blocks.length - 1 && answer.sw !== '9000') return answer;
    }
    const parts = [answer.data];
    while (answer.sw.startsWith('61')) {
      answer = await this.apdu(`80C00000${answer.sw.slice(2)}`);
      parts.push(answer.data);
    }
    return { data: concat(...parts), sw: answer.sw };
  }

  /** The data of a function that ends with 9000, in hex. */
  async es10(command: Bytes | string, blockSize?: number): Promise<string> {
    const { data, sw } = await this.send(command, blockSize);
    if (sw !== '9000') throw new Error(`${sw} ${toHex(data)}`);
    return toHex(data);
  }

  async select(): Promise<void> {
    await this.apdu('00A4040010A0000005591010FFFFFFFF890000010000');
  }

  /** Power off without warning, power on. */
  async powerCycle(): Promise<void> {
    this.session = 'none';
    const { euicc } = await power(this.store, this.trace, this.#seed);
    this.euicc = euicc;
    await this.select();
  }

  async challenge(): Promise<Bytes> {
    return fromHex((await this.es10('BF2E00')).slice(10));
  }

  /** euiccSignature1 of a new session. */
  async authenticated(server = this.server): Promise<Bytes> {
    const answer = await this.es10(server.authenticateServer(await this.challenge()));
    const { authenticateResponseOk: ok } = decode(AuthenticateServerResponse, fromHex(answer));
    if (ok === undefined) throw new Error(answer);
    return ok.euiccSignature1;
  }

  /** otPK.EUICC.ECKA of a new session. */
  async prepared(changes: PrepareDownloadChanges = {}, server = this.server): Promise<Bytes> {
    const answer = await this.es10(server.prepareDownload(await this.authenticated(server), changes));
    const { downloadResponseOk: ok } = decode(PrepareDownloadResponse, fromHex(answer));
    if (ok === undefined) throw new Error(answer);
    return ok.euiccSigned2.value.euiccOtpk;
  }

  /** Brings a session into a state, the last one with the first segment of a package. */
  async bringInto(state: SessionState): Promise<void> {
    await this.select();
    await this.euicc.reset();
    this.session = 'none';
    await this.select();
    if (state === 'challenged') await this.challenge();
    if (state === 'authenticated') await this.authenticated();
    if (state === 'prepared') await this.prepared();
    if (state !== 'loading') return;
    const [first] = segmentBoundProfilePackage(this.package(await this.prepared()));
    await this.es10(first ?? '');
  }

  package(euiccOtpk: Bytes, changes: Partial<PackageParts> = {}, server = this.server): Bytes {
    return server.boundProfilePackage({
      euiccOtpk,
      eid,
      profilePackage: buildProfile(profileValues()),
      metadata: metadata(),
      ...changes,
    });
  }

  /** Hands over a package in the segments of SGP.22 §2.5.5 until the card answers with data. */
  async load(boundProfilePackage: Bytes, blockSize?: number): Promise<string> {
    for (const segment of segmentBoundProfilePackage(boundProfilePackage)) {
      const answer = await this.es10(segment, blockSize);
      if (answer !== '') return answer;
    }
    return '';
  }

  /** A whole session; the ProfileInstallationResult in hex. */
  async download(changes: Partial<PackageParts> = {}, server = this.server): Promise<string> {
    return this.load(this.package(await this.prepared({}, server), changes, server));
  }
}

export async function openBench(options: BenchOptions = {}): Promise<Bench> {
  const { store = memoryCardStore(), cis = [nistCi()], seed = 1, card = {} } = options;
  const clock = { now: () => testNow };
  const identities = cis.map((ci) => euiccIdentity({ ci, eid, entropy: seededEntropy(seed), clock }));
  await createCard(store, { eid, identities, ...card });
  const trace = new Trace(virtualClock(testNow));
  const { euicc } = await power(store, trace, seed);
  const server = new CraftedServer(options.serverCi ?? cis[0] ?? nistCi());
  const bench = new Bench(store, server, seed, trace, euicc, identities);
  await bench.select();
  return bench;
}

async function power(store: CardStore, trace: Trace, seed: number): Promise<{ readonly euicc: Euicc }> {
  const clock = virtualClock(testNow);
  return { euicc: await openEuicc({ name: 'card', store, clock, entropy: seededEntropy(seed), trace }) };
}

export const iccid = '89000123456789012341';

export const profileValues = (changes: Partial<ProfileValues> = {}): ProfileValues => ({
  iccid,
  imsi: '001010123456789',
  k: fromHex('000102030405060708090A0B0C0D0E0F'),
  opc: new Uint8Array(16),
  algorithm: 'milenage',
  serviceProviderName: 'ACME',
  plmn: parsePlmn('001/01'),
  ...changes,
});

export const metadata = (changes: Partial<StoreMetadataRequest> = {}): StoreMetadataRequest => ({
  iccid: iccidToBytes(parseIccid(iccid)),
  serviceProviderName: 'ACME',
  profileName: 'Plan A',
  ...changes,
});

/** finalResult of a ProfileInstallationResult: `[command, reason]`, or the AID. */
export function resultOf(answer: string): readonly [number, number] | string {
  const { profileInstallationResultData } = decode(ProfileInstallationResult, fromHex(answer));
  const { successResult, errorResult } = profileInstallationResultData.value.finalResult;
  if (errorResult !== undefined) return [errorResult.bppCommandId, errorResult.errorReason];
  return toHex(successResult.aid);
}
