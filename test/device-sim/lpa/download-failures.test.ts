import { describe, expect, it } from 'vitest';

import type { DownloadRequest, LpaHost } from '#device-sim/lpa/index';
import { DownloadFailed, toResult } from '#device-sim/lpa/index';
import { encode, tlv } from '#shared/asn1/index';
import { filled, fromHex, toBase64, toHex, toUtf8 } from '#shared/bytes/bytes';
import { HttpFailure } from '#shared/http/failure';
import { PeerNotTrusted } from '#shared/http/peer';
import { sgp26Certificate } from '#shared/pki/sgp26';
import { refusals } from '#shared/rsp/refusals';
import { SmdpSigned2 } from '#shared/rsp/prepare-download';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import { Bench, bpp, code, honest, metadata, serverSigned1, transactionId } from './bench.ts';
import { result, status } from './scripted-card.ts';
import { executed, refused } from './scripted-server.ts';

const other = fromHex('0F0E');
const cancelled = (reason: string): string[] => [`BF41158010${toHex(transactionId)}8101${reason}`];

async function failureOf(bench: Bench, request: Partial<DownloadRequest> = {}): Promise<DownloadFailed> {
  const error: unknown = await bench.download(request).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DownloadFailed)) throw new Error('expected DownloadFailed', { cause: error });
  expect(error.message).not.toContain('\n');
  expect(error.stage).toBe(bench.stages.at(-1));
  return error;
}

describe('an activation code that cannot be used', () => {
  it.each([
    ['1:8443-B', 'syntax', 'quotes'],
    ['2$smdp.example.com$X', 'syntax', 'format'],
    ['1$rsp.live-operator.com$X', 'liveServer', '--smdp-url'],
  ])('%s is refused before anything is sent', async (activationCode, reason, advice) => {
    const bench = new Bench();
    const failure = await failureOf(bench, { activationCode });
    expect(toResult(failure)).toMatchObject({
      ok: false,
      stage: 'activationCode',
      refusal: null,
      cause: { kind: 'input', code: reason },
      status: 'Other',
    });
    expect(failure.message).toContain(advice);
    expect(bench.card.apdus).toEqual([]);
    expect(bench.server.calls).toEqual([]);
  });

  it('is refused with a URL that is none, or that of a live server', async () => {
    expect((await failureOf(new Bench(), { smdpUrl: 'localhost:8443' })).diagnosis.code).toBe('address');
    const live = await failureOf(new Bench(), { smdpUrl: 'https://rsp.live-operator.com' });
    expect(live.diagnosis.code).toBe('liveServer');
  });

  it.each([
    ['smdp.example.com$QR-1', 'syntax'],
    ['smdp.example.com/path', 'syntax'],
    ['rsp.live-operator.com', 'liveServer'],
  ])('is not made of a default SM-DP+ that is none to be asked: %s', async (defaultDpAddress, reason) => {
    const bench = new Bench();
    const rootDsAddress = tlv(0x81, toUtf8('testrootsmds.example.com'));
    bench.card.on(0xbf3c, tlv(0xbf3c, tlv(0x80, toUtf8(defaultDpAddress)), rootDsAddress));
    const failure = await failureOf(bench, { activationCode: undefined });
    expect([failure.stage, failure.diagnosis.code]).toEqual(['activationCode', reason]);
    expect(bench.server.calls).toEqual([]);
  });

  it('is let through when its host is ours', async () => {
    const bench = new Bench({ ours: ['lab.operator.com'] });
    const failure = await failureOf(bench, { activationCode: '1$lab.operator.com$X' });
    expect(failure.stage).toBe('initiateAuthentication');
  });
});

describe.each([
  ['initiateAuthentication', 'initiateAuthentication'],
  ['authenticateClient', 'authenticateClient'],
  ['getBoundProfilePackage', 'getBoundProfilePackage'],
] as const)('what goes wrong at %s', (name, stage) => {
  it.each(
    Object.entries(refusals).map(([refusal, { subject, reason }]) => [refusal, subject, reason] as const),
  )('a refusal %s (%s/%s) fails in that stage', async (refusal, subject, reason) => {
    const bench = new Bench();
    bench.server.on(name, refused(subject, reason));
    const failure = await failureOf(bench);
    expect(toResult(failure)).toMatchObject({
      ok: false,
      stage,
      refusal: { name: refusal, subject, reason },
    });
    expect(toResult(failure)).not.toHaveProperty('cause');
    expect(bench.card.sent('BF41')).toEqual([]);
  });

  it('a refusal that is not in our table keeps its codes', async () => {
    const bench = new Bench();
    bench.server.on(name, refused('8.9', '4.2', 'strange'));
    const failure = await failureOf(bench);
    expect(toResult(failure)).toMatchObject({
      refusal: { name: null, subject: '8.9', reason: '4.2' },
      status: 'ServerFailure',
    });
    expect(failure.message).toContain('strange');
  });

  it('what it says is told on one line, without what steers a terminal', async () => {
    const bench = new Bench();
    bench.server.on(
      name,
      refused('8.9\u001b[2J', '4.2', `strange\u001b]0;title\u0007\r\n${'!'.repeat(999)}`),
    );
    const { message } = await failureOf(bench);
    expect(message).not.toMatch(/\p{Cc}/u);
    expect(message.length).toBeLessThan(500);
  });

  it.each([
    ['connect', 'network', 'connect', 'ServerNotReachable'],
    ['dns', 'network', 'dns', 'ServerNotReachable'],
    ['reset', 'network', 'reset', 'ServerNotReachable'],
    ['timeout', 'network', 'timeout', 'TimeoutWaitingForResponse'],
    ['tls', 'tls', 'tls', 'ServerNotReachable'],
    ['body', 'http', 'body', 'ServerFailure'],
  ] as const)(
    'trouble on the way (%s) fails in that stage and cancels nothing',
    async (kind, causeKind, cause, to) => {
      const bench = new Bench();
      bench.server.intercept = (call) => {
        if (call.name === name) throw new HttpFailure(kind, 'trouble');
        return undefined;
      };
      const failure = await failureOf(bench);
      expect(toResult(failure)).toMatchObject({ stage, status: to, cause: { kind: causeKind, code: cause } });
      expect(bench.card.sent('BF41')).toEqual([]);
    },
  );

  it('HTTP 500 fails in that stage', async () => {
    const bench = new Bench();
    bench.server.on(name, { httpStatus: 500, body: 'Traceback\n  more' });
    expect(toResult(await failureOf(bench))).toMatchObject({
      stage,
      status: 'ServerFailure',
      cause: { kind: 'http', code: '500' },
    });
  });

  it.each([
    ['an answer without a header', {}],
    ['an answer without members', executed()],
    [
      'an answer with a member that is no base64',
      executed({ ...honest.authenticateClient(), smdpSigned2: '!' }),
    ],
  ])('%s fails in that stage', async (_case, answer) => {
    const bench = new Bench();
    bench.server.on(name, answer);
    expect(toResult(await failureOf(bench))).toMatchObject({
      stage,
      status: 'ServerFailure',
      cause: { kind: 'http', code: 'malformed' },
    });
  });
});

describe('what the LPA checks of the answers', () => {
  it('a server whose certificate is not trusted', async () => {
    const bench = new Bench();
    bench.server.intercept = () => {
      throw new HttpFailure('tls', 'smdp.example.com:443: expired', {
        cause: new PeerNotTrusted('expired', 'expired'),
      });
    };
    expect(toResult(await failureOf(bench))).toMatchObject({
      stage: 'initiateAuthentication',
      status: 'ServerNotTrusted',
      cause: { kind: 'tls', code: 'expired' },
    });
  });

  it.each([
    ['transactionId', 'transactionIdMismatch', 'ServerFailure', { transactionId: toHex(other) }],
    [
      'the transactionId signed',
      'transactionIdMismatch',
      'ServerFailure',
      { serverSigned1: toBase64(serverSigned1(other)) },
    ],
    [
      'the address signed',
      'serverAddressMismatch',
      'ServerFailure',
      { serverSigned1: toBase64(serverSigned1(transactionId, 'other.example.com')) },
    ],
    ['the certificate', 'malformed', 'ServerFailure', { serverCertificate: toBase64(tlv(0x30)) }],
  ])('%s of initiateAuthentication', async (_what, reason, to, wrong) => {
    const bench = new Bench();
    bench.server.on('initiateAuthentication', executed({ ...honest.initiateAuthentication(), ...wrong }));
    const failure = await failureOf(bench);
    expect(toResult(failure)).toMatchObject({
      stage: 'initiateAuthentication',
      status: to,
      cause: { kind: 'http', code: reason },
    });
    expect(bench.card.sent('BF38')).toEqual([]);
  });

  it('the object identifier of the code', async () => {
    const bench = new Bench();
    const failure = await failureOf(bench, { activationCode: `${code}$2.999.11` });
    expect(failure.status).toBe('ServerNotTrusted');
    expect(failure.message).toContain('2.999.11');
    expect(failure.message).toContain('2.999.10');
    expect(bench.card.sent('BF38')).toEqual([]);
    expect(await new Bench().download({ activationCode: `${code}$2.999.10` })).toMatchObject({ ok: true });
  });

  const signedFor = toBase64(encode(SmdpSigned2, { transactionId: other, ccRequiredFlag: false }));
  it.each([
    ['transactionId', 'transactionIdMismatch', { transactionId: toHex(other) }],
    ['the transactionId signed', 'transactionIdMismatch', { smdpSigned2: signedFor }],
    ['CERT.DPpb', 'certificatesDiffer', { smdpCertificate: toBase64(sgp26Certificate('eumNist').der) }],
    ['the metadata', 'malformed', { profileMetadata: toBase64(fromHex('BF2500')) }],
  ])('%s of authenticateClient', async (_what, reason, wrong) => {
    const bench = new Bench();
    bench.server.on('authenticateClient', executed({ ...honest.authenticateClient(), ...wrong }));
    expect(toResult(await failureOf(bench))).toMatchObject({
      stage: 'authenticateClient',
      cause: { kind: 'http', code: reason },
    });
    expect(bench.card.sent('BF21')).toEqual([]);
  });

  it('an ICCID that is none', async () => {
    const bench = new Bench();
    const shown = { ...metadata, iccid: filled(10, 0xaa) };
    bench.server.on('authenticateClient', executed(honest.authenticateClient(shown)));
    expect(await failureOf(bench)).toMatchObject({ stage: 'authenticateClient', status: 'ServerFailure' });
  });

  it('transactionId of getBoundProfilePackage', async () => {
    const bench = new Bench();
    const answer = { ...honest.getBoundProfilePackage(bpp()), transactionId: toHex(other) };
    bench.server.on('getBoundProfilePackage', executed(answer));
    expect((await failureOf(bench)).diagnosis.code).toBe('transactionIdMismatch');
  });
});

describe('what the eUICC refuses', () => {
  it.each([
    [1, 'invalidCertificate', 'ServerNotTrusted'],
    [4, 'noSessionContext', 'NoCorrespondingRequest'],
    [7, 'ciPKUnknown', 'ServerNotTrusted'],
    [99, 'undefinedError', 'CardGeneralFailure'],
  ])(
    'AuthenticateServer %i: the server gets to know, the failure is the card’s',
    async (errorCode, reason, to) => {
      const bench = new Bench();
      const error = tlv(0xbf38, tlv(0xa1, tlv(0x80, transactionId), tlv(0x02, Uint8Array.of(errorCode))));
      bench.card.on(0xbf38, error);
      bench.server.on('authenticateClient', { httpStatus: 500 });
      expect(toResult(await failureOf(bench))).toMatchObject({
        stage: 'authenticateServer',
        status: to,
        cause: { kind: 'euicc', code: reason },
      });
      expect(bench.server.requests('authenticateClient')[0]?.['authenticateServerResponse']).toBe(
        toBase64(error),
      );
    },
  );

  it.each([
    [2, 'invalidSignature', 'NotAuthorized'],
    [5, 'invalidTransactionId', 'NoCorrespondingRequest'],
  ])(
    'PrepareDownload %i: the server gets to know, the failure is the card’s',
    async (errorCode, reason, to) => {
      const bench = new Bench();
      const error = tlv(0xbf21, tlv(0xa1, tlv(0x80, transactionId), tlv(0x02, Uint8Array.of(errorCode))));
      bench.card.on(0xbf21, error);
      bench.server.on('getBoundProfilePackage', refused('8.1', '4.2'));
      expect(toResult(await failureOf(bench))).toMatchObject({
        stage: 'prepareDownload',
        status: to,
        cause: { kind: 'euicc', code: reason },
      });
      expect(bench.server.requests('getBoundProfilePackage')[0]?.['prepareDownloadResponse']).toBe(
        toBase64(error),
      );
    },
  );

  it.each([
    [[2, 9], 'installFailedDueToIccidAlreadyExistsOnEuicc', 'IccidAlreadyExists'],
    [[5, 10], 'installFailedDueToInsufficientMemoryForProfile', 'InsufficientSpaceOnCard'],
    [[0, 2], 'invalidSignature', 'ProfileProcessingError'],
    [[2, 15], 'pprNotAllowed', 'PolicyViolation'],
    [[9, 77], 'installFailedDueToUnknownError', 'ProfileProcessingError'],
  ] as const)(
    'installation %j: the server gets the result, nothing is cancelled',
    async (error, reason, to) => {
      const bench = new Bench();
      bench.installError = error;
      expect(toResult(await failureOf(bench))).toMatchObject({
        stage: 'loadBoundProfilePackage',
        status: to,
        cause: { kind: 'euicc', code: reason },
      });
      expect(bench.server.called.at(-1)).toBe('handleNotification');
      expect(bench.pending).toEqual([]);
      expect(bench.card.sent('BF41')).toEqual([]);
    },
  );

  it('installation: the reason stays the reason when the card is pulled before the server is told', async () => {
    const bench = new Bench();
    bench.installError = [5, 12];
    bench.card.on(0xbf2b, () => {
      throw new Error('no card in the reader');
    });
    expect(toResult(await failureOf(bench))).toMatchObject({
      stage: 'loadBoundProfilePackage',
      cause: { code: 'installFailedDueToPEProcessingError' },
    });
    expect(bench.pending).toHaveLength(1);
  });

  it('EnableProfile: the reason stays the reason when the card cannot list its notifications', async () => {
    const bench = new Bench();
    bench.card.on(0xbf31, () => {
      bench.card.on(0xbf28, { sw: 0x6f00 });
      return result(0xbf31, 3);
    });
    const failed = await failureOf(bench);
    expect(failed).toMatchObject({ stage: 'enable', status: 'PolicyViolation' });
  });

  it('stops loading at the first result', async () => {
    const bench = new Bench();
    bench.card.on(0xa0, () =>
      bench.leave(
        { profileManagementOperation: ['notificationInstall'], notificationAddress: 'smdp.example.com' },
        [1, 8],
      ),
    );
    await failureOf(bench);
    expect(bench.card.sent('A127')).toEqual([]);
  });

  it.each([
    [1, 'ProfileNotPresent'],
    [3, 'PolicyViolation'],
    [5, 'CardBusy'],
  ])('EnableProfile %i: the profile is installed and the server knows', async (errorCode, to) => {
    const bench = new Bench();
    bench.card.on(0xbf31, result(0xbf31, errorCode));
    expect(await failureOf(bench)).toMatchObject({ stage: 'enable', status: to });
    expect(bench.server.called.at(-1)).toBe('handleNotification');
  });

  it('a card without an eUICC', async () => {
    const bench = new Bench();
    bench.card.aids = [];
    expect(toResult(await failureOf(bench))).toMatchObject({
      status: 'CardGeneralFailure',
      cause: { kind: 'euicc', code: '6A82' },
    });
    expect(bench.card.apdus.at(-1)).toBe('0070800100');
  });

  it('a card that is pulled', async () => {
    const bench = new Bench();
    bench.card.on(0xbf21, () => {
      bench.card.intercept = () => {
        throw new Error('gone');
      };
      throw new Error('gone');
    });
    expect(await failureOf(bench)).toMatchObject({ stage: 'prepareDownload', status: 'CardRemoved' });
  });
});

describe('a session that is cancelled', () => {
  it.each([
    ['reject', '00', 'OperationAborted', 'reject'],
    ['later', '01', 'OperationAborted', 'later'],
    ['timeout', '02', 'TimeoutWaitingForUserConsent', 'timeout'],
  ] as const)('when a person answers %s', async (answer, reason, to, causeCode) => {
    const bench = new Bench();
    const host: LpaHost = {
      consent: async () => answer,
      confirmationCode: async () => undefined,
      stage: () => undefined,
    };
    expect(toResult(await failureOf(bench, { host }))).toMatchObject({
      stage: 'consent',
      status: to,
      cause: { kind: 'user', code: causeCode },
    });
    expect(bench.card.sent('BF41')).toEqual(cancelled(reason));
    expect(bench.server.called.at(-1)).toBe('cancelSession');
    expect(bench.server.requests('cancelSession')[0]?.['transactionId']).toBe(toHex(transactionId));
  });

  it('postponed, when the server wants a Confirmation Code and nobody has it', async () => {
    const bench = new Bench();
    bench.server.on('authenticateClient', executed(honest.authenticateClient(metadata, true)));
    expect(await failureOf(bench)).toMatchObject({
      stage: 'confirmationCode',
      status: 'ConfirmationCodeMissing',
      cancelled: 'postponed',
    });
    expect(bench.card.sent('BF41')).toEqual(cancelled('01'));
  });

  it('loadBppExecutionError, when the package has another structure', async () => {
    const bench = new Bench();
    const withoutA3 = tlv(0xbf36, bpp().slice(4, -54));
    bench.server.on('getBoundProfilePackage', executed(honest.getBoundProfilePackage(withoutA3)));
    expect(await failureOf(bench)).toMatchObject({
      stage: 'loadBoundProfilePackage',
      status: 'ServerFailure',
    });
    expect(bench.card.sent('BF41')).toEqual(cancelled('05'));
    expect(bench.card.sent('BF36')).toEqual([]);
  });

  it('metadataMismatch, when the package holds other metadata than were shown', async () => {
    const bench = new Bench();
    const inside = encode(StoreMetadataRequest, { ...metadata, profileName: 'Plan B' });
    bench.server.on('getBoundProfilePackage', executed(honest.getBoundProfilePackage(bpp([inside]))));
    expect(await failureOf(bench)).toMatchObject({
      stage: 'loadBoundProfilePackage',
      status: 'ServerFailure',
    });
    expect(bench.card.sent('BF41')).toEqual(cancelled('04'));
    expect(bench.card.sent('BF36')).toEqual([]);
  });

  it('loadBppExecutionError, when the card refuses a segment with a status word', async () => {
    const bench = new Bench();
    bench.card.on(0xa3, { sw: 0x6985 });
    expect(await failureOf(bench)).toMatchObject({
      stage: 'loadBoundProfilePackage',
      status: 'CardGeneralFailure',
    });
    expect(bench.card.sent('BF41')).toEqual(cancelled('05'));
    expect(bench.card.sent('86')).toEqual([]);
  });

  it('loadBppExecutionError, when the card never says what came of the package', async () => {
    const bench = new Bench();
    bench.card.on(0x86, new Uint8Array());
    expect((await failureOf(bench)).diagnosis.code).toBe('noResult');
    expect(bench.card.sent('BF41')).toEqual(cancelled('05'));
  });

  it('still fails for its own reason when the eUICC does not cancel', async () => {
    const bench = new Bench();
    bench.card.on(0xbf41, { sw: 0x6a88 }).on(0xa3, { sw: 0x6985 });
    expect((await failureOf(bench)).diagnosis.code).toBe('6985');
    expect(bench.server.requests('cancelSession')).toEqual([]);
  });
});

describe('what a failure carries', () => {
  it('the frames that were last on both wires, from before the session was cancelled', async () => {
    const bench = new Bench();
    bench.card.on(0xa3, { sw: 0x6985 });
    const { lastApdu, lastHttp } = await failureOf(bench);
    expect(lastApdu && toHex(lastApdu.command)).toBe('81E2910002A33400');
    expect(lastApdu?.answer).toEqual(status(0x6985));
    expect(lastHttp?.url).toBe('https://smdp.example.com/gsma/rsp2/es9plus/getBoundProfilePackage');
    expect(lastHttp?.status).toBe(200);
  });

  it('says in one line what, where and what to do', async () => {
    const bench = new Bench();
    bench.server.on('authenticateClient', refused('8.2.6', '3.8', 'MatchingID is refused'));
    expect((await failureOf(bench)).message).toBe(
      'the download failed in stage authenticateClient: the server refused authenticateClient: MatchingID is refused (8.2.6/3.8); the code may be mistyped or used up; check it or order the profile anew',
    );
  });

  it('leaves an error that is nobody’s a fault, loud in the trace', async () => {
    const bench = new Bench();
    const faults: unknown[] = [];
    bench.trace.on('fault', ({ error }) => faults.push(error));
    bench.server.intercept = () => {
      throw new RangeError('a bug');
    };
    await expect(bench.download()).rejects.toBeInstanceOf(RangeError);
    expect(faults).toHaveLength(1);
  });
});
