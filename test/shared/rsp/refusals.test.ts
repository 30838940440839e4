import { describe, expect, it } from 'vitest';

import { executed, failed, readOutcome } from '#shared/rsp/envelope';
import { Refusal, refusalNamed, refusals } from '#shared/rsp/refusals';

const rows = Object.entries(refusals);

describe('the table of refusals', () => {
  it('has no code pair twice', () => {
    const pairs = rows.map(([, { subject, reason }]) => `${subject}/${reason}`);
    expect(pairs).toEqual([...new Set(pairs)]);
  });

  it.each(rows)('%s has codes of the specification, as text', (_, { subject, reason, says }) => {
    expect(subject).toMatch(/^(?:1|8)(?:\.\d{1,2}){1,2}$/);
    expect([
      ...[
        '1.1',
        '1.2',
        '2.1',
        '2.2',
        '2.3',
        '3.1',
        '3.3',
        '3.5',
        '3.7',
        '3.8',
        '3.9',
        '3.10',
        '3.11',
        '3.12',
      ],
      ...['4.2', '4.3', '4.8', '4.10', '5.1', '6.1', '6.3', '6.4'],
    ]).toContain(reason);
    expect(says).toMatch(/^[A-Z].*[^.]$/);
  });

  it('tells 3.1 from 3.10 and 4.1 from 4.10', () => {
    expect(refusals.downloadOrderExpired).toMatchObject({ subject: '8.8.5', reason: '4.10' });
    expect(refusals.smdpOidInvalid).toMatchObject({ subject: '8.8', reason: '3.10' });
    expect(refusals.ciPKNotSupported).toMatchObject({ subject: '8.8.2', reason: '3.1' });
  });

  it('is found by its code pair', () => {
    for (const [name, { subject, reason }] of rows)
      expect(refusalNamed({ subjectCode: subject, reasonCode: reason })).toBe(name);
    expect(refusalNamed({ subjectCode: '8.8.5', reasonCode: '4.1' })).toBeUndefined();
  });
});

describe('a Refusal', () => {
  it('says its sentence, name and codes, and the detail for the log', () => {
    const cause = new Error('below');
    const refusal = new Refusal('eidMismatch', 'ordered for 8904…', { cause });
    expect(refusal.message).toBe(
      'The EID does not match the expected value (eidMismatch, 8.1.1/3.8): ordered for 8904…',
    );
    expect(refusal).toMatchObject({
      name: 'Refusal',
      refusal: 'eidMismatch',
      detail: 'ordered for 8904…',
      cause,
    });
    expect(new Refusal('eidMismatch').message).toBe(
      'The EID does not match the expected value (eidMismatch, 8.1.1/3.8)',
    );
  });
});

describe('the envelope of SGP.22 §6.5.1', () => {
  it('of a function that was executed has the members beside the header and no status codes', () => {
    const json = executed({ transactionId: '01' });
    expect(json).toEqual({
      header: { functionExecutionStatus: { status: 'Executed-Success' } },
      transactionId: '01',
    });
    expect(readOutcome(json)).toEqual({ ok: true });
  });

  it('of a refused function has the codes and no members', () => {
    expect(failed('downloadOrderExpired')).toEqual({
      header: {
        functionExecutionStatus: {
          status: 'Failed',
          statusCodeData: {
            subjectCode: '8.8.5',
            reasonCode: '4.10',
            message: 'The Download Order has expired',
          },
        },
      },
    });
    expect(readOutcome(failed('formatElementMissing', 'euiccInfo1 is missing'))).toEqual({
      ok: false,
      subjectCode: '1.3.1',
      reasonCode: '2.2',
      message: 'euiccInfo1 is missing',
    });
  });

  it('is read with the members that es9plus.md §1.1 lists, those of the function passed over', () => {
    const json: unknown = JSON.parse(`{ "header": { "functionExecutionStatus": {
      "status": "Failed",
      "statusCodeData": { "subjectCode": "8.2.6", "reasonCode": "3.8",
                          "subjectIdentifier": "QR-1", "message": "refused" } } },
      "transactionId": "01" }`);
    const outcome = { ok: false, subjectCode: '8.2.6', reasonCode: '3.8', message: 'refused' } as const;
    expect(readOutcome(json)).toEqual(outcome);
    expect(refusalNamed(outcome)).toBe('matchingIdRefused');
  });

  it.each([
    ['Executed-WithWarning', { ok: true }],
    ['Expired', { ok: false, subjectCode: '', reasonCode: '', message: '' }],
  ])('%s is understood', (status, outcome) => {
    expect(readOutcome({ header: { functionExecutionStatus: { status } } })).toEqual(outcome);
  });

  it.each([null, 'Failed', {}, { header: {} }, { header: { functionExecutionStatus: { status: 'ok' } } }])(
    '%j is none',
    (json) => {
      expect(() => readOutcome(json)).toThrow('the response has no header.functionExecutionStatus.status');
    },
  );
});
