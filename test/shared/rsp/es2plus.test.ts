import { describe, expect, it } from 'vitest';

import { fromHex, toUtf8 } from '#shared/bytes/bytes';
import type { Contract } from '#shared/http/contract';
import { MalformedMember, readMembers, writeMembers } from '#shared/http/contract';
import { makeEid } from '#shared/identifiers/eid';
import { readOutcome } from '#shared/rsp/envelope';
import {
  CancelOrder,
  ConfirmOrder,
  DownloadOrder,
  es2plusEnvelope,
  es2plusFunctions,
  HandleDownloadProgressInfo,
  notificationPointIds,
  notificationPointOf,
  readEs2plusHeader,
  ReleaseProfile,
} from '#shared/rsp/es2plus';

const eid = makeEid('890490321234512345123456789012');
const iccid = '89000123456789012341';
const progress = {
  eid,
  iccid,
  profileType: '2GB monthly',
  timestamp: '2026-11-23T04:00:00Z',
  notificationPointId: 4,
  notificationPointStatus: { status: 'Executed-Success' },
};

/** What a request is read as and written to. */
function both(contract: Contract, json: object): readonly unknown[] {
  const read = readMembers(contract.request, json);
  return [read, writeMembers(contract.request, read)];
}

function refusalOf(contract: Contract, json: object): MalformedMember {
  try {
    readMembers(contract.request, json);
  } catch (error) {
    if (error instanceof MalformedMember) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('the contracts of ES2+', () => {
  it.each([
    [DownloadOrder, ['eid', 'iccid', 'profileType'], ['iccid']],
    [
      ConfirmOrder,
      ['iccid', 'eid', 'matchingId', 'confirmationCode', 'smdsAddress', 'releaseFlag'],
      ['eid', 'matchingId', 'smdpAddress'],
    ],
    [CancelOrder, ['iccid', 'eid', 'matchingId', 'finalProfileStatusIndicator'], []],
    [ReleaseProfile, ['iccid'], []],
  ])('$name has the members of es2plus.md §2', ({ name, path, request, response }, asked, answered) => {
    expect(path).toBe(`/gsma/rsp2/es2plus/${name}`);
    expect(Object.keys(request)).toEqual(asked);
    expect(Object.keys(response)).toEqual(answered);
  });

  it('handleDownloadProgressInfo goes the other way and has no answer', () => {
    const { path, request, response } = HandleDownloadProgressInfo;
    expect(path).toBe('/gsma/rsp2/es2plus/handleDownloadProgressInfo');
    expect(Object.keys(request)).toEqual([
      ...['eid', 'iccid', 'profileType', 'timestamp', 'notificationPointId', 'notificationPointStatus'],
      'resultData',
    ]);
    expect(response).toBeNull();
    expect(es2plusFunctions.map(({ name }) => name)).toEqual([
      'downloadOrder',
      'confirmOrder',
      'cancelOrder',
      'releaseProfile',
    ]);
  });
});

describe('the example of es2plus.md §5', () => {
  const request =
    '{"header":{"functionRequesterIdentifier":"2.999.1.1","functionCallIdentifier":"req-2"},' +
    '"iccid":"89000123456789012341","matchingId":"04386-AGYFT-A74Y8-3F815","confirmationCode":"12345678","releaseFlag":true}';
  const response =
    '{"header":{"functionExecutionStatus":{"status":"Executed-Success"}},' +
    '"matchingId":"04386-AGYFT-A74Y8-3F815","smdpAddress":"testsmdpplus1.example.com"}';

  it('is read, and written to the same octets', () => {
    const { header, ...members } = JSON.parse(request) as { header: object };
    const read = readMembers(ConfirmOrder.request, members);
    expect(read).toEqual({
      iccid: '89000123456789012341',
      matchingId: '04386-AGYFT-A74Y8-3F815',
      confirmationCode: '12345678',
      releaseFlag: true,
    });
    const asker = readEs2plusHeader({ header });
    expect(asker).toEqual({ functionRequesterIdentifier: '2.999.1.1', functionCallIdentifier: 'req-2' });
    const written = { ...es2plusEnvelope(asker), ...writeMembers(ConfirmOrder.request, read) };
    expect(toUtf8(JSON.stringify(written))).toEqual(toUtf8(request));
  });

  it('has an answer that is read, and written to the same octets', () => {
    const json = JSON.parse(response) as { header: object };
    expect(readOutcome(json)).toEqual({ ok: true });
    const read = readMembers(ConfirmOrder.response, json);
    expect(read).toEqual({
      matchingId: '04386-AGYFT-A74Y8-3F815',
      smdpAddress: 'testsmdpplus1.example.com',
    });
    const { header } = json;
    const written = { header, ...writeMembers(ConfirmOrder.response, read) };
    expect(toUtf8(JSON.stringify(written))).toEqual(toUtf8(response));
  });
});

describe('the other requests, in the values of es2plus.md §1 and §2', () => {
  it.each<[string, Contract, object]>([
    ['downloadOrder by ICCID', DownloadOrder, { iccid }],
    ['downloadOrder by type and EID', DownloadOrder, { eid, profileType: '2GB monthly' }],
    ['downloadOrder of nothing: the function says what is missing', DownloadOrder, {}],
    ['confirmOrder of a default order', ConfirmOrder, { iccid, eid, matchingId: '', releaseFlag: false }],
    ['cancelOrder', CancelOrder, { iccid, matchingId: 'M-1', finalProfileStatusIndicator: 'Unavailable' }],
    ['releaseProfile', ReleaseProfile, { iccid }],
    ['progress', HandleDownloadProgressInfo, progress],
  ])('%s is read and written back', (_what, contract, json) => {
    expect(both(contract, json)).toEqual([json, json]);
  });

  it('progress that failed has its codes, and the result of the installation as octets', () => {
    const statusCodeData = { subjectCode: '8.2.10', reasonCode: '4.2', message: 'oops' };
    const status = { status: 'Failed', statusCodeData };
    const json = { ...progress, notificationPointStatus: status, resultData: 'vzcA' };
    const [read, written] = both(HandleDownloadProgressInfo, json);
    expect(read).toMatchObject({ notificationPointStatus: status, resultData: fromHex('BF3700') });
    expect(written).toEqual(json);
  });
});

describe('a lenient reader', () => {
  it.each([
    ['19 digits and a filler', '8900012345678901234F', '8900012345678901234'],
    ['a filler in small letters', '8900012345678901234f', '8900012345678901234'],
    ['18 digits', '890001234567890123', '890001234567890123'],
    ['20 digits', iccid, iccid],
  ])('takes an ICCID of %s', (_what, sent, read) => {
    expect(readMembers(ReleaseProfile.request, { iccid: sent })).toEqual({ iccid: read });
  });

  it.each(['2026-11-23T04:00:00Z', '2026-11-23T05:00:00+01:00', '2026-11-23T04:00:00.123Z'])(
    'takes the time %s',
    (timestamp) => {
      expect(readMembers(HandleDownloadProgressInfo.request, { ...progress, timestamp })).toMatchObject({
        timestamp,
      });
    },
  );

  it('passes over members that it does not know, and null', () => {
    expect(readMembers(DownloadOrder.request, { eid: null, profileType: 'A', tac: '1' })).toEqual({
      profileType: 'A',
    });
  });
});

describe('what is malformed is named', () => {
  it.each<[string, Contract, object, string, boolean]>([
    ['no ICCID', ReleaseProfile, {}, 'iccid', true],
    ['an ICCID as a number', ReleaseProfile, { iccid: 8_900_012 }, 'iccid', true],
    ['an ICCID of 17 digits', ReleaseProfile, { iccid: '89000123456789012' }, 'iccid', false],
    ['an ICCID of letters', ReleaseProfile, { iccid: 'A'.repeat(20) }, 'iccid', false],
    ['an endless ICCID', ReleaseProfile, { iccid: '8'.repeat(1_000_000) }, 'iccid', false],
    ['an EID of 31 digits', DownloadOrder, { eid: eid.slice(1) }, 'eid', false],
    ['no releaseFlag', ConfirmOrder, { iccid }, 'releaseFlag', true],
    ['a releaseFlag as text', ConfirmOrder, { iccid, releaseFlag: 'true' }, 'releaseFlag', true],
    [
      'a MatchingID of small letters',
      ConfirmOrder,
      { iccid, matchingId: 'm', releaseFlag: true },
      'matchingId',
      false,
    ],
    ['no final state', CancelOrder, { iccid }, 'finalProfileStatusIndicator', true],
    [
      'an unknown final state',
      CancelOrder,
      { iccid, finalProfileStatusIndicator: 'Installed' },
      'finalProfileStatusIndicator',
      false,
    ],
    [
      'a time without a zone',
      HandleDownloadProgressInfo,
      { ...progress, timestamp: '2026-11-23T04:00:00' },
      'timestamp',
      false,
    ],
    [
      'a point that is no number',
      HandleDownloadProgressInfo,
      { ...progress, notificationPointId: '4' },
      'notificationPointId',
      true,
    ],
    [
      'a status that is none',
      HandleDownloadProgressInfo,
      { ...progress, notificationPointStatus: { status: 'ok' } },
      'notificationPointStatus.status',
      false,
    ],
  ])('%s', (_what, contract, json, member, missing) => {
    const error = refusalOf(contract, json);
    expect(error).toMatchObject({ member, missing });
    expect(error.message.length).toBeLessThan(400);
    expect(error.message).not.toContain('\n');
  });

  it.each([
    ['no header', {}, 'header'],
    ['a header that is text', { header: 'me' }, 'header'],
    ['no requester', { header: { functionCallIdentifier: '1' } }, 'header.functionRequesterIdentifier'],
    ['no call', { header: { functionRequesterIdentifier: '2.999' } }, 'header.functionCallIdentifier'],
  ])('%s', (_what, json, member) => {
    expect(() => readEs2plusHeader(json)).toThrow(expect.objectContaining({ member, missing: true }));
  });
});

describe('the points of a download', () => {
  it('have the numbers of es2plus.md §2.5', () => {
    expect(Object.values(notificationPointIds)).toEqual([1, 2, 3, 4]);
    expect([1, 2, 3, 4, 5, 100].map(notificationPointOf)).toEqual([
      'eligibilityAndRetryLimit',
      'confirmationFailure',
      'bppDownload',
      'bppInstallation',
      undefined,
      undefined,
    ]);
  });
});
