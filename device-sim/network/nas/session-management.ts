import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';

import { readAccessPointName, writeAccessPointName } from './access-point-name.ts';
import { lengthValue, readOptional } from './information-elements.ts';
import { MalformedNas, OctetReader } from './octet-reader.ts';

const protocolDiscriminator = 0x02;
const types = { pdnConnectivityRequest: 0xd0, activateRequest: 0xc1, activateAccept: 0xc2 } as const;
/** Initial request for IPv4. */
const initialRequestIpv4 = 0x11;
const ipv4 = 1;
/** The lowest QoS class for all who share the network. */
const qci9 = Uint8Array.of(9);

/** PDN CONNECTIVITY REQUEST (TS 24.301 §8.3.20): asks for the default access point, IPv4. */
export interface PdnConnectivityRequest {
  /** 1 to 254. */
  readonly transaction: number;
}

/** ACTIVATE DEFAULT EPS BEARER CONTEXT REQUEST (§8.3.6). */
export interface DefaultBearer {
  readonly transaction: number;
  /** 5 to 15. */
  readonly bearer: number;
  readonly accessPointName: string;
  /** IPv4, 4 octets. */
  readonly address: Bytes;
}

export function writePdnConnectivityRequest({ transaction }: PdnConnectivityRequest): Bytes {
  return Uint8Array.of(protocolDiscriminator, transaction, types.pdnConnectivityRequest, initialRequestIpv4);
}

/** @throws MalformedNas */
export function readPdnConnectivityRequest(octets: Bytes): PdnConnectivityRequest {
  const { bearer, transaction, reader } = readHeader(octets, types.pdnConnectivityRequest);
  if (bearer !== 0) throw new MalformedNas('a request for connectivity that names a bearer');
  if (transaction < 1 || transaction > 254) throw new MalformedNas('a transaction that is none');
  reader.octet();
  readOptional(reader, []);
  return { transaction };
}

export function writeDefaultBearer({ transaction, bearer, accessPointName, address }: DefaultBearer): Bytes {
  return concat(
    Uint8Array.of((bearer << 4) | protocolDiscriminator, transaction, types.activateRequest),
    lengthValue(qci9),
    lengthValue(writeAccessPointName(accessPointName)),
    lengthValue(concat(Uint8Array.of(ipv4), address)),
  );
}

/** @throws MalformedNas; also for an address that is not IPv4 */
export function readDefaultBearer(octets: Bytes): DefaultBearer {
  const { bearer, transaction, reader } = readHeader(octets, types.activateRequest);
  if (bearer < 5) throw new MalformedNas(`bearer ${bearer}`);
  reader.lengthValue(1, 13);
  const accessPointName = readAccessPointName(reader.lengthValue(1, 100));
  const address = reader.lengthValue(5, 13);
  if (((address[0] ?? 0) & 0x07) !== ipv4 || address.length !== 5) {
    throw new MalformedNas('an address that is not IPv4');
  }
  readOptional(reader, [], { 0x34: 4, 0x32: 1, 0x58: 1 });
  return { transaction, bearer, accessPointName, address: address.slice(1) };
}

/** ACTIVATE DEFAULT EPS BEARER CONTEXT ACCEPT (§8.3.4). */
export function writeDefaultBearerAccept(bearer: number): Bytes {
  return Uint8Array.of((bearer << 4) | protocolDiscriminator, 0, types.activateAccept);
}

/** The bearer that is accepted. @throws MalformedNas */
export function readDefaultBearerAccept(octets: Bytes): number {
  const { bearer, reader } = readHeader(octets, types.activateAccept);
  readOptional(reader, []);
  return bearer;
}

function readHeader(octets: Bytes, expected: number) {
  const reader = new OctetReader(octets);
  const first = reader.octet();
  const transaction = reader.octet();
  const type = reader.octet();
  if ((first & 0x0f) !== protocolDiscriminator) throw new MalformedNas('no session management message');
  if (type !== expected) throw new MalformedNas(`session management message ${type}, not ${expected}`);
  return { bearer: first >> 4, transaction, reader };
}
