import { decode, encode, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromBase64, toBase64, toHex } from '#shared/bytes/bytes';
import type { Eid } from '#shared/identifiers/eid';
import { AuthenticateServerRequest, AuthenticateServerResponse } from '#shared/rsp/authenticate-server';
import { Signature } from '#shared/rsp/common';
import { PrepareDownloadRequest, PrepareDownloadResponse } from '#shared/rsp/prepare-download';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { buildProfile } from '#shared/saip/index';

import { metadata, profileValues } from '../../device-sim/euicc/bench.ts';
import type { Json } from '../../device-sim/lpa/scripted-server.ts';
import { executed, refused, ScriptedServer } from '../../device-sim/lpa/scripted-server.ts';
import type { CraftedServer, PackageParts } from '../../support/crafted-server.ts';
import { said } from '../../support/crafted-server.ts';

/** What a fake SM-DP+ has to give. */
export interface Offer {
  readonly metadata?: StoreMetadataRequest;
  readonly ccRequired?: boolean;
  /** What is wrong with the package before it is protected: other metadata than were shown, another session. */
  readonly inside?: Partial<PackageParts>;
  /** Changes the finished package. */
  readonly spoil?: (boundProfilePackage: Bytes) => Bytes;
}

const octets = (request: Json, name: string): Bytes => fromBase64(String(request[name]));

/**
 * A fake SM-DP+ that plays its part well with a real eUICC: certificates, signatures and package are valid. A test
 * scripts any function anew.
 */
export class FakeSmdp extends ScriptedServer {
  readonly #crafted: CraftedServer;
  readonly #eid: Eid;
  offer: Offer = {};

  constructor(eid: Eid, crafted: CraftedServer) {
    super();
    this.#crafted = crafted;
    this.#eid = eid;
    this.on('initiateAuthentication', (request) => this.initiateAuthentication(request))
      .on('authenticateClient', (request) => this.authenticateClient(request))
      .on('getBoundProfilePackage', (request) => this.getBoundProfilePackage(request))
      .on('handleNotification', { httpStatus: 204 })
      .on('cancelSession', executed());
  }

  readonly initiateAuthentication = (request: Json): Json => {
    const command = this.#crafted.authenticateServer(octets(request, 'euiccChallenge'));
    const { serverSigned1, serverSignature1, serverCertificate, euiccCiPKIdToBeUsed } = decode(
      AuthenticateServerRequest,
      command,
    );
    return executed({
      transactionId: toHex(said.transactionId),
      serverSigned1: toBase64(serverSigned1.der),
      serverSignature1: toBase64(encode(Signature, serverSignature1)),
      euiccCiPKIdToBeUsed: toBase64(tlv(0x04, euiccCiPKIdToBeUsed)),
      serverCertificate: toBase64(serverCertificate),
    });
  };

  readonly authenticateClient = (request: Json): Json => {
    const response = decode(AuthenticateServerResponse, octets(request, 'authenticateServerResponse'));
    if (response.authenticateResponseOk === undefined) return refused('8.1', '4.2');
    const { ccRequired: ccRequiredFlag = false, metadata: shown = metadata() } = this.offer;
    const { euiccSignature1 } = response.authenticateResponseOk;
    const command = this.#crafted.prepareDownload(euiccSignature1, { ccRequiredFlag });
    const { smdpSigned2, smdpSignature2, smdpCertificate } = decode(PrepareDownloadRequest, command);
    return executed({
      transactionId: toHex(said.transactionId),
      profileMetadata: toBase64(encode(StoreMetadataRequest, shown)),
      smdpSigned2: toBase64(smdpSigned2.der),
      smdpSignature2: toBase64(encode(Signature, smdpSignature2)),
      smdpCertificate: toBase64(smdpCertificate),
    });
  };

  readonly getBoundProfilePackage = (request: Json): Json => {
    const response = decode(PrepareDownloadResponse, octets(request, 'prepareDownloadResponse'));
    if (response.downloadResponseOk === undefined) return refused('8.1', '4.2');
    const { metadata: shown = metadata(), inside = {}, spoil = (whole: Bytes) => whole } = this.offer;
    const boundProfilePackage = this.#crafted.boundProfilePackage({
      euiccOtpk: response.downloadResponseOk.euiccSigned2.value.euiccOtpk,
      eid: this.#eid,
      profilePackage: buildProfile(profileValues()),
      metadata: shown,
      ...inside,
    });
    return executed({
      transactionId: toHex(said.transactionId),
      boundProfilePackage: toBase64(spoil(boundProfilePackage)),
    });
  };
}
