import { connect } from 'node:net';

import { capture, decode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { filled, fromBase64, fromHex, fromUtf8, toBase64, toHex, toUtf8 } from '#shared/bytes/bytes';
import { makeEid } from '#shared/identifiers/eid';
import { readCertificate } from '#shared/pki/certificate';
import { ServerSigned1 } from '#shared/rsp/authenticate-server';
import { Signature } from '#shared/rsp/common';
import { SmdpSigned2 } from '#shared/rsp/prepare-download';
import type { Entropy } from '#shared/runtime/entropy';
import { seededEntropy } from '#shared/runtime/entropy';
import type { Smdp } from '#smdp/index';

import { nist, stock } from '../smdp/bench.ts';
import type { AuthenticatedSession, BegunSession } from '../support/crafted-device.ts';
import { CraftedDevice } from '../support/crafted-device.ts';
import { KeepAlive } from './keep-alive.ts';
import { expectAnswered } from './outcome.ts';
import { address, openWatchedSmdp } from './watched-smdp.ts';

/** Of a kind that nobody looks into, and little of it: there are many orders. */
const smallPackage = filled(500, 0x5a);

const path = (name: string): string => `/gsma/rsp2/es9plus/${name}`;

/** The eUICC that attacks, and one that does nothing wrong. */
const attackersEid = makeEid('890490321234512345123456789012');
const honestEid = makeEid('890490321234512345123456789013');

/** An SM-DP+ on plain HTTP that keeps nothing of its trace but faults, a device for crafted messages, and honest customers. */
export class HostileSmdp implements AsyncDisposable {
  readonly smdp: Smdp;
  readonly device: CraftedDevice;
  readonly wire: KeepAlive;
  readonly faults: string[];
  readonly #honest: CraftedDevice;
  #orders = 0;
  #target: { readonly id: number; readonly matchingId: string } | undefined;

  private constructor(smdp: Smdp, faults: string[], devices: readonly [CraftedDevice, CraftedDevice]) {
    this.smdp = smdp;
    this.faults = faults;
    [this.device, this.#honest] = devices;
    this.wire = new KeepAlive(async () => connect({ port: smdp.port, host: '127.0.0.1', noDelay: true }));
  }

  static async open(entropy: Entropy = seededEntropy(1)): Promise<HostileSmdp> {
    const { smdp, faults, clock } = await openWatchedSmdp(entropy, {
      settings: { cancelPolicy: 'strict', maximumSessions: 200, downloadAttempts: 1_000_000_000 },
    });
    const device = (eid: typeof attackersEid): CraftedDevice =>
      new CraftedDevice({ url: smdp.url, address, eid, cis: [nist], clock, entropy });
    const hostile = new HostileSmdp(smdp, faults, [device(attackersEid), device(honestEid)]);
    await smdp.orders.place({ matchingId: 'UNTOUCHED', profile: stock('8900012345678900000', smallPackage) });
    return hostile;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.wire[Symbol.dispose]();
    this.device.close();
    this.#honest.close();
    await this.smdp.close();
  }

  /** Posts a body to a function. @returns the outcome @throws when it is none that may be */
  async post(name: string, body: Bytes): Promise<string> {
    const outcome = expectAnswered(await this.wire.post(path(name), body));
    if (this.faults.length > 0) throw new Error(this.faults.splice(0).join('\n'));
    return outcome;
  }

  /** Calls a function that has to succeed. */
  async #call(name: string, members: object): Promise<Readonly<Record<string, string>>> {
    const answer = await this.wire.post(path(name), toUtf8(JSON.stringify(members)));
    const outcome = expectAnswered(answer);
    if (outcome !== 'Executed-Success') throw new Error(`${name}: ${outcome}`);
    return JSON.parse(fromUtf8(answer.body)) as Record<string, string>;
  }

  async opened(): Promise<BegunSession> {
    const json = await this.#call('initiateAuthentication', this.device.initiateRequest());
    return {
      transactionId: fromHex(json['transactionId'] ?? ''),
      serverSigned1: decode(ServerSigned1, fromBase64(json['serverSigned1'] ?? '')),
      ciId: fromBase64(json['euiccCiPKIdToBeUsed'] ?? '').slice(2),
      serverCertificate: readCertificate(fromBase64(json['serverCertificate'] ?? '')),
    };
  }

  /** The MatchingID of an order that can be downloaded, and was not downloaded often. */
  async matchingId(): Promise<string> {
    const known = this.#target === undefined ? undefined : await this.smdp.orders.find(this.#target.id);
    const open = known?.state === 'Released' || known?.state === 'Downloaded';
    if (known !== undefined && open && known.deliveries.length < 50) return known.matchingId;
    this.#orders += 1;
    const matchingId = `M-${this.#orders}`;
    const body = `89000123456789${String(10_000 + this.#orders).padStart(5, '0')}`;
    this.#target = await this.smdp.orders.place({ matchingId, profile: stock(body, smallPackage) });
    return matchingId;
  }

  async authenticated(): Promise<AuthenticatedSession> {
    const session = await this.opened();
    const matchingId = await this.matchingId();
    const json = await this.#call('authenticateClient', {
      transactionId: toHex(session.transactionId),
      authenticateServerResponse: toBase64(this.device.authenticateResponse(session, { matchingId })),
    });
    return {
      ...session,
      metadata: fromBase64(json['profileMetadata'] ?? ''),
      smdpSigned2: capture(SmdpSigned2, fromBase64(json['smdpSigned2'] ?? '')),
      smdpSignature2: decode(Signature, fromBase64(json['smdpSignature2'] ?? '')),
      smdpCertificate: readCertificate(fromBase64(json['smdpCertificate'] ?? '')),
    };
  }

  /** Another eUICC downloads and installs an order of its own; the order nobody asks for waits as before. */
  async expectHealthy(): Promise<void> {
    this.wire.end();
    this.#orders += 1;
    const matchingId = `HONEST-${this.#orders}`;
    const body = `89000123456789${String(50_000 + (this.#orders % 50_000)).padStart(5, '0')}`;
    const { smdp } = this;
    const stateOf = async (id: string): Promise<string | undefined> =>
      (await smdp.orders.list()).find((order) => order.matchingId === id)?.state;
    await smdp.orders.place({ matchingId, profile: stock(body, smallPackage) });
    const { prepared } = await this.#honest.download(matchingId);
    await this.#honest.notify(this.#honest.installationResult(prepared, 'success'));
    const states = [await stateOf(matchingId), await stateOf('UNTOUCHED')];
    if (states.join() !== 'Installed,Released') throw new Error(`the orders are ${states.join(' and ')}`);
    if (this.faults.length > 0) throw new Error(this.faults.splice(0).join('\n'));
  }
}
