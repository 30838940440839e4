import type { Captured } from '#shared/asn1/index';
import { capture, encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes, toHex } from '#shared/bytes/bytes';
import type { MembersOf } from '#shared/http/contract';
import type { ActivationCode } from '#shared/identifiers/activation-code';
import { imeiToBytes, tacToBytes } from '#shared/identifiers/imei';
import type { Certificate } from '#shared/pki/certificate';
import type { AuthenticateServerResponse, DeviceCapabilities } from '#shared/rsp/authenticate-server';
import { authenticateErrorCodes, CtxParams1 } from '#shared/rsp/authenticate-server';
import { AuthenticateClient, InitiateAuthentication } from '#shared/rsp/es9plus';
import type { EuiccInfo1 } from '#shared/rsp/euicc-info';

import { diagnose } from '../diagnosis.ts';
import { EuiccError } from '../es10/card-errors.ts';
import * as es10b from '../es10/es10b.ts';
import type { IsdR } from '../es10/isd-r.ts';
import { BadAnswer } from '../es9plus/server-errors.ts';
import type { SmdpConnection } from '../es9plus/smdp-connection.ts';
import type { Device } from '../lpa-parts.ts';
import { sameServer } from '../server-addresses.ts';
import type { Session } from './download-run.ts';
import { serverCertificate } from './server-certificate.ts';

export type Initiated = MembersOf<(typeof InitiateAuthentication)['response']> & {
  readonly dpAuth: Certificate;
};

export type Offer = MembersOf<(typeof AuthenticateClient)['response']>;

/** ES10b.GetEUICCChallenge and ES9+.InitiateAuthentication (SGP.22 §3.0.1), and what the LPA checks of the answer. */
export async function initiateAuthentication(
  isdR: IsdR,
  server: SmdpConnection,
  euiccInfo1: Captured<EuiccInfo1>,
  { smdpAddress, smdpOid }: ActivationCode,
): Promise<Initiated> {
  const euiccChallenge = await es10b.getEuiccChallenge(isdR);
  const answer = await server.ask(InitiateAuthentication, { euiccChallenge, euiccInfo1, smdpAddress });
  const name = InitiateAuthentication.name;
  const { transactionId, serverAddress } = answer.serverSigned1.value;
  expectTransactionId(name, answer.transactionId, transactionId);
  if (!sameServer(serverAddress, smdpAddress)) {
    throw new BadAnswer(
      name,
      'serverAddressMismatch',
      `it is signed for "${serverAddress}", "${smdpAddress}" was asked; check the address in the code`,
    );
  }
  const dpAuth = serverCertificate(name, answer.serverCertificate.der);
  if (smdpOid !== undefined && !dpAuth.registeredIds.includes(smdpOid)) {
    const found = dpAuth.registeredIds.join(', ') || 'none';
    throw new BadAnswer(
      name,
      'smdpOidMismatch',
      `the code wants the server ${smdpOid} and its certificate is for ${found}; check the code`,
    );
  }
  return { ...answer, dpAuth };
}

/** ES10b.AuthenticateServer (SGP.22 §5.7.13) for an order. */
export async function authenticateServer(
  isdR: IsdR,
  initiated: Initiated,
  matchingId: string,
  device: Device,
): Promise<Captured<AuthenticateServerResponse>> {
  const deviceCapabilities = await capabilitiesFor(isdR, device.capabilities);
  const ctxParams1: CtxParams1 = {
    ctxParamsForCommonAuthentication: {
      ...(matchingId === '' ? {} : { matchingId }),
      deviceInfo: {
        tac: tacToBytes(device.tac),
        deviceCapabilities,
        ...(device.imei === undefined ? {} : { imei: imeiToBytes(device.imei) }),
      },
    },
  };
  return es10b.authenticateServer(isdR, {
    serverSigned1: initiated.serverSigned1,
    serverSignature1: initiated.serverSignature1.value,
    euiccCiPKIdToBeUsed: initiated.euiccCiPKIdToBeUsed.value,
    serverCertificate: initiated.serverCertificate.value,
    ctxParams1: capture(CtxParams1, encode(CtxParams1, ctxParams1)),
  });
}

/** ES9+.AuthenticateClient (SGP.22 §5.6.3), and what the LPA checks of the answer. */
export async function authenticateClient(
  { server, transactionId }: Session,
  authenticateServerResponse: Captured<AuthenticateServerResponse>,
  dpAuth: Certificate,
): Promise<Offer> {
  const name = AuthenticateClient.name;
  const answer = await server.ask(AuthenticateClient, { transactionId, authenticateServerResponse });
  expectTransactionId(name, transactionId, answer.transactionId);
  expectTransactionId(name, transactionId, answer.smdpSigned2.value.transactionId);
  const dpPb = serverCertificate(name, answer.smdpCertificate.der);
  if (!dpPb.registeredIds.some((id) => dpAuth.registeredIds.includes(id))) {
    throw new BadAnswer(
      name,
      'certificatesDiffer',
      `CERT.DPauth and CERT.DPpb are of two servers (${dpAuth.registeredIds.join()} and ${dpPb.registeredIds.join()})`,
    );
  }
  return answer;
}

/**
 * Stops where the eUICC refused the server. The server gets to know of it, but what it says to that changes nothing.
 * @throws EuiccError
 */
export async function expectAuthenticated(
  { server, transactionId }: Session,
  authenticateServerResponse: Captured<AuthenticateServerResponse>,
): Promise<void> {
  const refused = authenticateServerResponse.value.authenticateResponseError;
  if (refused === undefined) return;
  try {
    await server.ask(AuthenticateClient, { transactionId, authenticateServerResponse });
  } catch (error) {
    if (diagnose(error) === undefined) throw error;
  }
  const code = refused.authenticateErrorCode;
  throw new EuiccError('AuthenticateServer', code, nameOf(authenticateErrorCodes, code));
}

/** @throws BadAnswer */
export function expectTransactionId(functionName: string, expected: Bytes, found: Bytes): void {
  if (sameBytes(expected, found)) return;
  throw new BadAnswer(
    functionName,
    'transactionIdMismatch',
    `transactionId ${toHex(found)} in place of ${toHex(expected)}`,
  );
}

/** The word for a code; undefinedError when there is none. */
export function nameOf(codes: Readonly<Record<string, number>>, code: number): string {
  return Object.entries(codes).find(([, known]) => known === code)?.[0] ?? 'undefinedError';
}

const newer = new Set(['nrEpcSupportedRelease', 'nr5gcSupportedRelease', 'eutran5gcSupportedRelease']);

/** The members after rspCrlSupportedVersion came with deviceInfoExtensibilitySupport (SGP.22 §4.2, §5.7.8). */
async function capabilitiesFor(isdR: IsdR, capabilities: DeviceCapabilities): Promise<DeviceCapabilities> {
  const { rspCapability } = (await es10b.getEuiccInfo2(isdR)).value;
  if (rspCapability.includes('deviceInfoExtensibilitySupport')) return capabilities;
  return Object.fromEntries(Object.entries(capabilities).filter(([member]) => !newer.has(member)));
}
