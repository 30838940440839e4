import { encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { filled, fromHex, toBase64, toHex } from '#shared/bytes/bytes';
import { parseTac } from '#shared/identifiers/imei';
import type { Certificate } from '#shared/pki/certificate';
import { euiccIdentity } from '#shared/pki/identities';
import { sgp26Key } from '#shared/pki/sgp26';
import { AuthenticateServerResponse } from '#shared/rsp/authenticate-server';
import type { EuiccInfo1 } from '#shared/rsp/euicc-info';
import type { RefusalName } from '#shared/rsp/refusals';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';
import type { PlacedOrder } from '#smdp/index';

import type { AuthenticationChanges, PreparationChanges } from '../../support/crafted-device.ts';
import { flipBit } from '../../support/crafted-device.ts';
import { craft } from '../../support/pki.ts';
import type { Bench, BenchOptions } from '../bench.ts';
import { brainpool, builtStock, nist, otherEid, someEid, start } from '../bench.ts';

/** A way to a refusal of ES9+: what the server is, and what is sent to it over HTTP; gives the codes that come back. */
export interface Provoked {
  readonly bench?: BenchOptions;
  readonly outcome: (bench: Bench) => Promise<string>;
}

type InfoChange = (value: EuiccInfo1) => EuiccInfo1;

async function initiated(
  bench: Bench,
  change: InfoChange = (value) => value,
  smdpAddress?: string,
): Promise<string> {
  const euiccInfo1 = bench.device.euiccInfo1(change);
  const address = smdpAddress === undefined ? {} : { smdpAddress };
  const request = bench.device.initiateRequest({ euiccInfo1, ...address });
  return (await bench.device.call('initiateAuthentication', request)).outcome;
}

async function authenticated(bench: Bench, changes: AuthenticationChanges = {}): Promise<string> {
  const session = await bench.device.initiate();
  return (await bench.device.tryAuthenticate(session, { matchingId: 'M-1', ...changes })).outcome;
}

/** Breaks one thing in what the eUICC says of itself. */
const presented = (changes: AuthenticationChanges): Provoked => ({
  outcome: async (bench) => {
    await bench.place();
    return authenticated(bench, changes);
  },
});

/** Asks for an order that is not to be had. */
const ordered = (order: Partial<PlacedOrder>, changes: AuthenticationChanges = {}): Provoked => ({
  outcome: async (bench) => {
    await bench.place(order);
    return authenticated(bench, changes);
  },
});

async function prepared(bench: Bench, changes: PreparationChanges = {}): Promise<string> {
  const session = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
  return (await bench.device.tryPrepare(session, changes)).outcome;
}

/** Shows a Confirmation Code, or none, for an order that has another one. */
const confirmed = (confirmationCode: string | undefined, confirmationCodeAttempts: number): Provoked => ({
  outcome: async (bench) => {
    await bench.place({ confirmationCode: '1234', confirmationCodeAttempts });
    return prepared(bench, confirmationCode === undefined ? {} : { confirmationCode });
  },
});

const own = (ci = nist) =>
  euiccIdentity({ ci, eid: someEid, clock: { now: () => start }, entropy: seededEntropy(2) });

const validity = { notBefore: instant('2020-01-01T00:00:00Z'), notAfter: instant('2026-11-22T00:00:00Z') };
const expired = (from: Certificate, key: typeof nist.key): Bytes =>
  craft(from, key, (tbs) => ({ ...tbs, validity }));
const identity = own();

/** Every refusal of the functions of ES9+ by name. */
export const provokedEs9plus = {
  invalidDpAddress: { outcome: (bench) => initiated(bench, undefined, 'other.test') },
  euiccVersionNotSupportedByDp: {
    outcome: (bench) => initiated(bench, (value) => ({ ...value, svn: fromHex('030000') })),
  },
  noDpAuthCertificate: {
    outcome: (bench) =>
      initiated(bench, (value) => ({ ...value, euiccCiPKIdListForVerification: [filled(20, 1)] })),
  },
  ciPKNotSupported: {
    outcome: (bench) =>
      initiated(bench, (value) => ({ ...value, euiccCiPKIdListForSigning: [filled(20, 1)] })),
  },
  ciPKUnknown: presented({ identity: own(brainpool) }),
  eumCertificateInvalid: presented({
    eumCertificate: flipBit(identity.eum.der, identity.eum.der.length * 8 - 1),
  }),
  eumCertificateExpired: presented({ identity, eumCertificate: expired(identity.eum, nist.key) }),
  euiccCertificateInvalid: presented({
    euiccCertificate: flipBit(identity.euicc.der, identity.euicc.der.length * 8 - 1),
  }),
  euiccCertificateExpired: presented({
    identity,
    euiccCertificate: expired(identity.euicc, sgp26Key('eumNist')),
  }),
  euiccSignatureInvalid: presented({ signature: (octets) => flipBit(octets) }),
  matchingIdRefused: presented({ matchingId: 'M-2' }),
  eidMismatch: ordered({ eid: otherEid }),
  profileNotReleased: ordered({ released: false }),
  downloadOrderExpired: ordered({ expiresAt: start }),
  downloadRetriesExceeded: {
    outcome: async (bench) => {
      await bench.place({ downloadAttempts: 1 });
      await authenticated(bench);
      return authenticated(bench);
    },
  },
  noEligibleProfile: ordered({ tacs: [parseTac('35290612')] }),
  insufficientMemory: ordered(
    { profile: builtStock() },
    { euiccInfo2: (info) => ({ ...info, extCardResource: fromHex('8202000A') }) },
  ),
  invalidTransactionId: {
    outcome: async (bench) => {
      const session = { ...(await bench.device.initiate()), transactionId: filled(16, 1) };
      return (await bench.device.tryAuthenticate(session)).outcome;
    },
  },
  confirmationCodeMissing: confirmed(undefined, 2),
  confirmationCodeRefused: confirmed('4321', 2),
  confirmationCodeRetriesExceeded: confirmed('4321', 1),
  bppRebindingRefused: {
    outcome: async (bench) => {
      await bench.place({ rebinding: 'refuse' });
      await bench.device.download('M-1');
      return prepared(bench);
    },
  },
  smdpOidInvalid: {
    outcome: async (bench) => {
      await bench.place();
      const session = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
      return (await bench.device.cancel(session, 'postponed', { smdpOid: '2.999.11' })).outcome;
    },
  },
  euiccReportedError: {
    outcome: async (bench) => {
      const { transactionId } = await bench.device.initiate();
      const authenticateResponseError = { transactionId, authenticateErrorCode: 6 };
      const answer = await bench.device.call('authenticateClient', {
        transactionId: toHex(transactionId),
        authenticateServerResponse: toBase64(
          encode(AuthenticateServerResponse, { authenticateResponseError }),
        ),
      });
      return answer.outcome;
    },
  },
  formatElementMissing: { outcome: async ({ device }) => (await device.call('cancelSession', {})).outcome },
  formatInvalid: {
    outcome: async ({ device }) => {
      const request = { ...device.initiateRequest(), euiccInfo1: '!!!' };
      return (await device.call('initiateAuthentication', request)).outcome;
    },
  },
  protocolVersionMissing: {
    bench: { settings: { adminProtocol: 'strict' } },
    outcome: async ({ device }) => {
      const headers = { 'X-Admin-Protocol': '' };
      return (await device.call('initiateAuthentication', device.initiateRequest(), headers)).outcome;
    },
  },
} as const satisfies Partial<Record<RefusalName, Provoked>>;
