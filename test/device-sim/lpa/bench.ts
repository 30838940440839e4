import type { DownloadRequest, Lpa, LpaHost, LpaOptions, Stage } from '#device-sim/lpa/index';
import { acceptingHost, openLpa } from '#device-sim/lpa/index';
import { encode, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex, toBase64, toHex } from '#shared/bytes/bytes';
import type { PeerJudge } from '#shared/http/peer';
import { sgp26Certificate } from '#shared/pki/sgp26';
import type { Clock } from '#shared/runtime/clock';
import { systemClock } from '#shared/runtime/clock';
import { Trace } from '#shared/runtime/trace';
import { ServerSigned1 } from '#shared/rsp/authenticate-server';
import { NotificationMetadata } from '#shared/rsp/notifications';
import { SmdpSigned2 } from '#shared/rsp/prepare-download';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import { executed, ScriptedServer } from './scripted-server.ts';
import { result, ScriptedCard } from './scripted-card.ts';

export const address = 'smdp.example.com';
export const code = `1$${address}$QR-1`;
export const transactionId = fromHex('000102030405060708090A0B0C0D0E0F');
export const iccid = '89000123456789012341';
export const iccidOctets = fromHex('98001032547698103214');
export const challenge = filled(16, 0xc1);
const signature = tlv(0x5f37, filled(64, 0x5a));
const ciKeyId = fromHex('F54172BDF98A95D65CBEB88A38A1C11D800A85C3');
const otPk = tlv(0x5f49, concat(new Uint8Array([4]), filled(64, 0x11)));

export const euiccInfo1 = tlv(
  0xbf20,
  tlv(0x82, fromHex('020202')),
  tlv(0xa9, tlv(0x04, ciKeyId)),
  tlv(0xaa, tlv(0x04, ciKeyId)),
);

/** The real card's of es10.md §3. */
export const euiccInfo2 =
  fromHex(`BF2281F8810302010082030202008303040400840F81010082040007EA328304000016E08504067F36C
  08603090200870302030088020490A92C0414C0BC70BA36929D43B467FF57570530E57AB8FCD80414F54172BDF98A95D65CBEB88A38A1C11D80
  0A85C3AA2C0414C0BC70BA36929D43B467FF57570530E57AB8FCD80414F54172BDF98A95D65CBEB88A38A1C11D800A85C3990207800403000001
  0C1347264441636372656469746174696F6E4E6272AC48801F312E322E3834302E313233343536372F6D79506C6174666F726D4C6162656C8125
  68747470733A2F2F6D79636F6D70616E792E636F6D2F6D79444C4F41526567697374726172`);

export const metadata: StoreMetadataRequest = {
  iccid: iccidOctets,
  serviceProviderName: 'ACME',
  profileName: 'Plan A',
};

export const serverSigned1 = (id = transactionId, serverAddress = address): Bytes =>
  encode(ServerSigned1, {
    transactionId: id,
    euiccChallenge: challenge,
    serverAddress,
    serverChallenge: filled(16, 0x51),
  });

const der = (octets: Bytes): string => toBase64(octets);

/** What an honest server answers to each function, before `executed`. */
export const honest = {
  initiateAuthentication: () => ({
    transactionId: toHex(transactionId),
    serverSigned1: der(serverSigned1()),
    serverSignature1: der(signature),
    euiccCiPKIdToBeUsed: der(tlv(0x04, ciKeyId)),
    serverCertificate: der(sgp26Certificate('dpAuthNist').der),
  }),
  authenticateClient: (shown: StoreMetadataRequest = metadata, ccRequiredFlag = false) => ({
    transactionId: toHex(transactionId),
    profileMetadata: der(encode(StoreMetadataRequest, shown)),
    smdpSigned2: der(encode(SmdpSigned2, { transactionId, ccRequiredFlag })),
    smdpSignature2: der(signature),
    smdpCertificate: der(sgp26Certificate('dpPbNist').der),
  }),
  getBoundProfilePackage: (octets: Bytes) => ({
    transactionId: toHex(transactionId),
    boundProfilePackage: der(octets),
  }),
};

const channel = tlv(
  0xbf23,
  fromHex('820101'),
  tlv(0x80, transactionId),
  fromHex('A611800188810110840965756963632D727370'),
  otPk,
  signature,
);

export const lastSegment = tlv(0x86, filled(24, 0x02));

/** A package of which the card reads nothing but the last segment. */
export const bpp = (
  metadataOctets: readonly Bytes[] = [encode(StoreMetadataRequest, metadata)],
  elements: readonly Bytes[] = [tlv(0x86, filled(24, 0x01))],
): Bytes =>
  tlv(
    0xbf36,
    channel,
    tlv(0xa0, tlv(0x87, filled(24, 0x87))),
    tlv(0xa1, ...metadataOctets.map((part) => tlv(0x88, concat(part, filled(8, 0xac))))),
    tlv(0xa3, ...elements, lastSegment),
  );

const euiccCertificate = sgp26Certificate('eumNist').der;

const authenticated = (): Bytes => {
  const euiccSigned1 = tlv(
    0x30,
    tlv(0x80, transactionId),
    tlv(0x83, new TextEncoder().encode(address)),
    tlv(0x84, filled(16, 0x51)),
    euiccInfo2,
    fromHex('A00AA1088004 35290611 A100'),
  );
  return tlv(0xbf38, tlv(0xa0, euiccSigned1, signature, euiccCertificate, euiccCertificate));
};

const prepared = (): Bytes => tlv(0xbf21, tlv(0xa0, tlv(0x30, tlv(0x80, transactionId), otPk), signature));

/** `BF2F` of a notification. */
export const notification = (
  seqNumber: number,
  event: 'notificationInstall' | 'notificationEnable' | 'notificationDelete',
  notificationAddress = address,
): NotificationMetadata => ({
  seqNumber,
  profileManagementOperation: [event],
  notificationAddress,
  iccid: iccidOctets,
});

/** `BF37` with that metadata; `error` is `[bppCommandId, errorReason]`. */
export const installationResult = (about: NotificationMetadata, error?: readonly [number, number]): Bytes =>
  tlv(
    0xbf37,
    tlv(
      0xbf27,
      tlv(0x80, transactionId),
      encode(NotificationMetadata, about),
      fromHex('060388370A'),
      error === undefined
        ? fromHex('A21FA01D4F10A0000005591010FFFFFFFF890000110004093007A0053003800100')
        : tlv(0xa2, tlv(0xa1, tlv(0x80, Uint8Array.of(error[0])), tlv(0x81, Uint8Array.of(error[1])))),
    ),
    signature,
  );

/** An OtherSignedNotification with that metadata. */
export const otherNotification = (about: NotificationMetadata): Bytes =>
  tlv(0x30, encode(NotificationMetadata, about), signature, euiccCertificate, euiccCertificate);

const systemTime = systemClock();

/** A card and a server that play their parts well, an LPA between them, and what came of it. */
export class Bench {
  readonly card = new ScriptedCard();
  readonly server = new ScriptedServer();
  readonly trace: Trace;
  readonly stages: Stage[] = [];
  readonly lpa: Lpa;
  /** What the LPA's HTTP client has to ask about the far end of a TLS connection. */
  judge: PeerJudge = () => undefined;
  /** The pending notifications: metadata and the whole. */
  readonly pending: { readonly about: NotificationMetadata; readonly whole: Bytes }[] = [];
  /** Octets of the profile's state, `00` or `01`; undefined before it is installed. */
  state: number | undefined;
  /** `[bppCommandId, errorReason]` of the installation, when it is to fail. */
  installError: readonly [number, number] | undefined;
  #seqNumber = 0;

  constructor(options: LpaOptions = {}, clock: Clock = systemTime) {
    this.trace = new Trace(clock);
    this.lpa = openLpa({
      name: 'device-1',
      card: this.card,
      http: (judge) => {
        this.judge = judge;
        return this.server.client();
      },
      clock,
      trace: this.trace,
      options,
    });
    this.#scriptServer();
    this.#scriptCard();
    this.#scriptProfiles();
  }

  download(request: Partial<DownloadRequest> = {}): ReturnType<Lpa['download']> {
    const host: LpaHost = { ...acceptingHost, ...request.host, stage: (stage) => this.stages.push(stage) };
    return this.lpa.download({ activationCode: code, enable: true, ...request, host });
  }

  /** A notification that waits on the card. */
  leave(about: Omit<NotificationMetadata, 'seqNumber'>, error?: readonly [number, number]): Bytes {
    this.#seqNumber += 1;
    const metadataOfIt = { ...about, seqNumber: this.#seqNumber };
    const install = about.profileManagementOperation.includes('notificationInstall');
    const whole = install ? installationResult(metadataOfIt, error) : otherNotification(metadataOfIt);
    this.pending.push({ about: metadataOfIt, whole });
    return whole;
  }

  #scriptServer(): void {
    this.server
      .on('initiateAuthentication', () => executed(honest.initiateAuthentication()))
      .on('authenticateClient', () => executed(honest.authenticateClient()))
      .on('getBoundProfilePackage', () => executed(honest.getBoundProfilePackage(bpp())))
      .on('handleNotification', { httpStatus: 204 })
      .on('cancelSession', executed());
  }

  #scriptCard(): void {
    this.card
      .on(0xbf20, euiccInfo1)
      .on(0xbf22, euiccInfo2)
      .on(0xbf2e, tlv(0xbf2e, tlv(0x80, challenge)))
      .on(0xbf38, authenticated)
      .on(0xbf21, prepared)
      .on(0xbf41, () =>
        tlv(
          0xbf41,
          tlv(0xa0, fromHex('301A8010000102030405060708090A0B0C0D0E0F810388370A820100'), signature),
        ),
      )
      .on(0xbf43, fromHex('BF4319A01730158002 0560 A10B30098003EEEEEE810082008202 0780'))
      .on(0xbf36, new Uint8Array())
      .on(0xa0, new Uint8Array())
      .on(0xa1, new Uint8Array())
      .on(0x88, new Uint8Array())
      .on(0xa3, new Uint8Array())
      .on(0x86, (segment) => (toHex(segment) === toHex(lastSegment) ? this.#install() : new Uint8Array()));
  }

  #install(): Bytes {
    if (this.installError === undefined) this.state = 0;
    return this.leave(notification(0, 'notificationInstall'), this.installError);
  }

  #scriptProfiles(): void {
    this.card
      .on(0xbf28, () =>
        tlv(0xbf28, tlv(0xa0, ...this.pending.map(({ about }) => encode(NotificationMetadata, about)))),
      )
      .on(0xbf2b, (command) => {
        const found = this.pending.find(({ about }) => about.seqNumber === command.at(-1));
        return found ? tlv(0xbf2b, tlv(0xa0, found.whole)) : fromHex('BF2B03810101');
      })
      .on(0xbf30, (command) => {
        const at = this.pending.findIndex(({ about }) => about.seqNumber === command.at(-1));
        this.pending.splice(at, 1);
        return result(0xbf30, 0);
      })
      .on(0xbf31, () => {
        if (this.state !== 0) return result(0xbf31, this.state === undefined ? 1 : 2);
        this.state = 1;
        this.leave(notification(0, 'notificationEnable'));
        return result(0xbf31, 0);
      })
      .on(0xbf2d, () => {
        if (this.state === undefined) return fromHex('BF2D02A000');
        const profile = tlv(
          0xe3,
          tlv(0x5a, iccidOctets),
          tlv(0x9f70, Uint8Array.of(this.state)),
          tlv(0x91, fromHex('41434D45')),
        );
        return tlv(0xbf2d, tlv(0xa0, profile));
      });
  }
}
