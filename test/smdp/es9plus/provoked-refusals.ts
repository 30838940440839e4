import { encode, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { filled, fromHex, toBase64, toHex } from '#shared/bytes/bytes';
import { parseTac } from '#shared/identifiers/imei';
import type { Certificate } from '#shared/pki/certificate';
import { euiccIdentity } from '#shared/pki/identities';
import { sgp26Key } from '#shared/pki/sgp26';
import { AuthenticateServerResponse } from '#shared/rsp/authenticate-server';
import type { EuiccInfo1 } from '#shared/rsp/euicc-info';
import { PrepareDownloadResponse } from '#shared/rsp/prepare-download';
import type { RefusalName } from '#shared/rsp/refusals';
import { seededEntropy } from '#shared/runtime/entropy';
import { after, instant, minutes } from '#shared/runtime/span';
import type { PlacedOrder } from '#smdp/index';

import type {
  AuthenticatedSession,
  AuthenticationChanges,
  PreparationChanges,
} from '../../support/crafted-device.ts';
import { flipBit } from '../../support/crafted-device.ts';
import { craft } from '../../support/pki.ts';
import type { Bench, BenchOptions } from '../bench.ts';
import { brainpool, builtStock, nist, otherEid, someEid, start } from '../bench.ts';

/** A way to a refusal of ES9+: what the server is, and what is sent to it over HTTP; gives the codes that come back. */
export interface Provoked {
  readonly bench?: BenchOptions;
  readonly outcome: (bench: Bench) => Promise<string>;
}

type Ways = Partial<Record<RefusalName, Provoked>>;

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

/** A session that waits for the one-time key of the eUICC. */
async function opened(bench: Bench): Promise<AuthenticatedSession> {
  return bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
}

async function prepared(bench: Bench, changes: PreparationChanges = {}): Promise<string> {
  return (await bench.device.tryPrepare(await opened(bench), changes)).outcome;
}

/** Shows a Confirmation Code, or none, for an order that has another one. */
const confirmed = (confirmationCode: string | undefined, confirmationCodeAttempts: number): Provoked => ({
  outcome: async (bench) => {
    await bench.place({ confirmationCode: '1234', confirmationCodeAttempts });
    return prepared(bench, confirmationCode === undefined ? {} : { confirmationCode });
  },
});

/** Breaks one thing in what the eUICC says of its one-time key. */
const shown = (changes: PreparationChanges): Provoked => ({
  outcome: async (bench) => {
    await bench.place();
    return prepared(bench, changes);
  },
});

/** Breaks one thing in what the eUICC says of the end of a session. */
const cancelled = (changes: Parameters<Bench['device']['cancel']>[2]): Provoked => ({
  outcome: async (bench) => {
    await bench.place();
    return (await bench.device.cancel(await opened(bench), 'postponed', changes)).outcome;
  },
});

/** Gives a session another transactionId than its own. */
const ofNobody = { transactionId: filled(16, 1) };

const own = (ci = nist) =>
  euiccIdentity({ ci, eid: someEid, clock: { now: () => start }, entropy: seededEntropy(2) });

const validity = { notBefore: instant('2020-01-01T00:00:00Z'), notAfter: instant('2026-11-22T00:00:00Z') };
const expired = (from: Certificate, key: typeof nist.key): Bytes =>
  craft(from, key, (tbs) => ({ ...tbs, validity }));
const identity = own();

const ofInitiateAuthentication = {
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
  formatElementMissing: {
    outcome: async ({ device }) => (await device.call('initiateAuthentication', {})).outcome,
  },
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
} as const satisfies Ways;

const ofAuthenticateClient = {
  invalidTransactionId: {
    outcome: async (bench) => {
      const session = { ...(await bench.device.initiate()), ...ofNobody };
      return (await bench.device.tryAuthenticate(session)).outcome;
    },
  },
  euiccReportedError: {
    outcome: async ({ device }) => {
      const { transactionId } = await device.initiate();
      const authenticateResponseError = { transactionId, authenticateErrorCode: 6 };
      const response = encode(AuthenticateServerResponse, { authenticateResponseError });
      const members = { authenticateServerResponse: toBase64(response) };
      const answer = await device.call('authenticateClient', {
        transactionId: toHex(transactionId),
        ...members,
      });
      return answer.outcome;
    },
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
  formatElementMissing: presented({ ctxParams1: tlv(0xa1, tlv(0x80, fromHex('00'))) }),
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
} as const satisfies Ways;

const ofGetBoundProfilePackage = {
  invalidTransactionId: {
    outcome: async (bench) => {
      await bench.place();
      return (await bench.device.tryPrepare({ ...(await opened(bench)), ...ofNobody })).outcome;
    },
  },
  euiccReportedError: {
    outcome: async (bench) => {
      await bench.place();
      const { transactionId } = await opened(bench);
      const downloadResponseError = { transactionId, downloadErrorCode: 2 };
      const response = encode(PrepareDownloadResponse, { downloadResponseError });
      const answer = await bench.device.call('getBoundProfilePackage', {
        transactionId: toHex(transactionId),
        prepareDownloadResponse: toBase64(response),
      });
      return answer.outcome;
    },
  },
  euiccSignatureInvalid: shown({ signature: (octets) => flipBit(octets) }),
  confirmationCodeMissing: confirmed(undefined, 2),
  confirmationCodeRefused: confirmed('4321', 2),
  confirmationCodeRetriesExceeded: confirmed('4321', 1),
  downloadOrderExpired: {
    outcome: async (bench) => {
      await bench.place({ expiresAt: after(start, minutes(5)) });
      const session = await opened(bench);
      await bench.clock.advance(minutes(5));
      return (await bench.device.tryPrepare(session)).outcome;
    },
  },
  bppRebindingRefused: {
    outcome: async (bench) => {
      await bench.place({ rebinding: 'refuse' });
      await bench.device.download('M-1');
      return prepared(bench);
    },
  },
  formatInvalid: shown({ euiccSigned2: (value) => ({ ...value, euiccOtpk: filled(65, 4) }) }),
} as const satisfies Ways;

const ofCancelSession = {
  invalidTransactionId: cancelled(ofNobody),
  euiccSignatureInvalid: cancelled({ signature: (octets) => flipBit(octets) }),
  smdpOidInvalid: cancelled({ smdpOid: '2.999.11' }),
  formatElementMissing: { outcome: async ({ device }) => (await device.call('cancelSession', {})).outcome },
} as const satisfies Ways;

/** Every refusal of the functions of ES9+, by function and name: how it is come by without being ordered. */
export const provokedEs9plus = {
  initiateAuthentication: ofInitiateAuthentication,
  authenticateClient: ofAuthenticateClient,
  getBoundProfilePackage: ofGetBoundProfilePackage,
  cancelSession: ofCancelSession,
} as const;
