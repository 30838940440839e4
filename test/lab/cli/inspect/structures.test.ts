import { describe, expect, it } from 'vitest';

import { fromHex } from '#shared/bytes/bytes';
import { inspectOctets } from '#lab/cli/inspect/inspect-octets';

import { rspVectors } from '../../../shared/rsp/vectors.ts';
import { nodeNamed, nodesOf } from './support.ts';

const inspect = (hex: string) => inspectOctets(fromHex(hex));
const iccid = '5A0A98001032547698103214';

describe.each(rspVectors.filter(({ der }) => /^(?:BF|E3)/.test(der)))(
  '$schema — $source',
  ({ schema, der, findings = [] }) => {
    it('is recognised, with a section, and every member is named and decodes', () => {
      const report = inspect(der);
      expect(report.kind).toBe('structure');
      expect(report.title.toLowerCase()).toContain(
        schema === 'PendingNotification' ? 'result' : schema.toLowerCase(),
      );
      expect(report.section).toMatch(/^SGP\.22 §/);
      expect(
        nodesOf(report).filter(({ name, problem }) => name === '(unknown)' || problem !== undefined),
      ).toEqual([]);
      expect(report.findings.map(({ what }) => what)).toEqual(expect.arrayContaining([...findings]));
    });
  },
);

describe('a structure', () => {
  it('is shown with tags, octets, offsets and names', () => {
    expect(inspect(`BF3111 A00C ${iccid} 8101FF`)).toMatchObject({
      kind: 'structure',
      title: 'EnableProfileRequest (BF31)',
      section: 'SGP.22 §5.7.16',
      octets: 20,
      findings: [],
      tree: [
        {
          offset: 0,
          tag: 'BF31',
          octets: 17,
          children: [
            {
              name: 'profileIdentifier',
              tag: 'A0',
              offset: 3,
              children: [
                { name: 'iccid', offset: 5, value: '98001032547698103214', meaning: '89000123456789012341' },
              ],
            },
            { name: 'refreshFlag', tag: '81', offset: 17, value: true },
          ],
        },
      ],
    });
  });

  it('has its numbers in words, by what they mean there', () => {
    const says = (hex: string, name: string) => nodeNamed(inspect(hex), name)?.meaning;
    expect(says('BF3303800102', 'result')).toBe('profileNotInDisabledState');
    expect(says('BF3203800102', 'result')).toBe('profileNotInEnabledState');
    expect(says('BF2903800101', 'result')).toBe('iccidNotFound');
    expect(says('BF3403800101', 'result')).toBe('nothingToDelete');
    expect(says(`BF3817 A115 8010${'00'.repeat(16)} 020106`, 'authenticateErrorCode')).toBe(
      'euiccChallengeMismatch',
    );
    expect(says(`BF4115 8010${'00'.repeat(16)} 810103`, 'reason')).toBe('pprNotAllowed');
    expect(says('BF3103800163', 'result')).toBeUndefined();
  });

  it('names the CI whose key identifier it holds', () => {
    const ski = 'F54172BDF98A95D65CBEB88A38A1C11D800A85C3';
    const report = inspect(`BF2035 8203020202 A9160414${ski} AA160414${'00'.repeat(20)}`);
    expect(nodeNamed(report, 'euiccCiPKIdListForVerification[0]')?.meaning).toBe('SGP.26 test CI, P-256');
    expect(nodeNamed(report, 'euiccCiPKIdListForSigning[0]')?.meaning).toBeUndefined();
    expect(nodeNamed(report, 'svn')?.meaning).toBe('version 2.2.2');
  });

  it('reports deviations from DER, wrong check digits and unknown members', () => {
    const what = (hex: string) => inspect(hex).findings.map((finding) => finding.what);
    expect(what('BF28 04 81020040')).toEqual(['a BIT STRING has trailing zero bits']);
    expect(what('BF33 0C 5A0A98001032547698103215')).toEqual([
      'iccid: the check digit of ICCID 89000123456789012351 is wrong',
    ]);
    expect(what('BF3E12 5A10 89049032123451234512345678901234')).toEqual([
      'eidValue: the check digits of EID 89049032123451234512345678901234 are wrong',
    ]);
    expect(what('BF3106 800100 890105')).toEqual(['unknown member 89 in EnableProfileResponse']);
    expect(what('BF330C 5A0AAA001032547698103214')).toEqual(['iccid: not swapped BCD: AA001032547698103214']);
  });

  it('that does not decode says where and shows what it can', () => {
    const report = inspect('BF2E05 800300AABB');
    expect(report.findings).toEqual([
      {
        what: 'does not decode: GetEuiccChallengeResponse: euiccChallenge: 3 octets instead of 16',
        offset: 3,
      },
    ]);
    expect(nodeNamed(report, 'euiccChallenge')).toMatchObject({
      value: '00AABB',
      problem: '3 octets instead of 16',
    });
    expect(nodesOf(inspect('BF2E03 80FFAA'))[0]?.problem).toMatch(/length/);
  });

  it('that a request and a response share is told by the way it went', () => {
    expect(inspect('BF3003800101').title).toBe('NotificationSentRequest or NotificationSentResponse (BF30)');
    expect(inspect('80E2910006BF3003800101').parts[0]?.title).toBe('NotificationSentRequest (BF30)');
    expect(inspect('BF30038001019000').parts[0]?.title).toBe('NotificationSentResponse (BF30)');
    expect(nodeNamed(inspect('BF30038001019000').parts[0]!, 'deleteNotificationStatus')?.meaning).toBe(
      'nothingToDelete',
    );
  });

  it('shows what an OCTET STRING wraps', () => {
    const pir = rspVectors.find(({ source }) => source === 'bpp.md §7, success')!;
    const report = inspect(pir.der);
    expect(nodeNamed(report, 'simaResponse')?.children[0]).toMatchObject({
      name: 'EUICCResponse',
      offset: 90,
    });
    expect(nodeNamed(report, 'status')).toMatchObject({ value: 0, meaning: 'ok' });
    expect(nodeNamed(report, 'aid')?.meaning).toBe('ISD-P');
  });

  it('keeps session keys to itself unless asked', () => {
    const keys = `BF2636 8010${'00'.repeat(16)} 8110${'11'.repeat(16)} 8210${'22'.repeat(16)}`;
    expect(JSON.stringify(inspect(keys))).not.toMatch(/1111|2222/);
    expect(JSON.stringify(inspectOctets(fromHex(keys), { secrets: true }))).toMatch(/1111.*2222/);
  });

  it('that nobody knows is shown by its tags, known ones inside by name', () => {
    const report = inspect('30 0B 0500 BF3303800102 0C0141');
    expect(report).toMatchObject({ kind: 'tlv', title: 'a TLV with the tag 30' });
    expect(nodesOf(report).map(({ offset, name, type }) => [offset, name ?? type])).toEqual([
      [0, 'SEQUENCE'],
      [2, 'NULL'],
      [4, 'DeleteProfileResponse'],
      [7, 'result'],
      [10, 'UTF8String'],
    ]);
  });

  it('that asn1js does not read is shown by its tags alone', () => {
    const report = inspect('E203 060180');
    expect(nodesOf(report).map(({ tag, value }) => [tag, value])).toEqual([
      ['E2', undefined],
      ['06', '80'],
    ]);
  });
});
