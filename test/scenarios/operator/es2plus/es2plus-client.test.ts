import { describe, expect, it } from 'vitest';

import { Es2plusClient } from '../../../../scenarios/operator/es2plus/es2plus-client.ts';
import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';
import { parseIccid } from '#shared/identifiers/iccid';
import { DownloadOrder, ReleaseProfile } from '#shared/rsp/es2plus';

const iccid = parseIccid('8900101000000000001');

/** A client at a server that always answers this, and what it was asked. */
function clientAt(answer: unknown, status = 200) {
  const asked: unknown[] = [];
  const client = new Es2plusClient({
    url: 'https://es2.test',
    requester: '2.999.7',
    client: {
      post: (_url, { body }) => {
        asked.push(JSON.parse(fromUtf8(body)));
        const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
        return Promise.resolve({ status, headers: {}, body: toUtf8(text) });
      },
      send: () => Promise.reject(new Error('nothing but posts')),
      close: () => undefined,
    },
  });
  return { client, asked };
}

const outcome = (status: string, statusCodeData?: unknown) => ({
  header: { functionExecutionStatus: { status, statusCodeData } },
});

describe('the operator at ES2+', () => {
  it('says who it is and counts its calls', async () => {
    const { client, asked } = clientAt({ ...outcome('Executed-Success'), iccid });
    expect(await client.ask(DownloadOrder, iccid, { profileType: 'plan' })).toEqual({ iccid });
    await client.ask(DownloadOrder, iccid, { profileType: 'plan' });
    expect(asked).toEqual(
      [1, 2].map((call) => ({
        header: { functionRequesterIdentifier: '2.999.7', functionCallIdentifier: `call-${call}` },
        profileType: 'plan',
      })),
    );
  });

  it('takes an order that was executed with a warning', async () => {
    const { client } = clientAt(outcome('Executed-WithWarning'));
    expect(await client.ask(ReleaseProfile, iccid, { iccid })).toEqual({});
  });

  it.each([
    [
      'in the words of the server, on one line',
      { subjectCode: '8.2.1', reasonCode: '3.9', message: 'who\nis that?' },
      `the SM-DP+ refused releaseProfile of ${iccid}: who is that? (iccidUnknown, 8.2.1/3.9)`,
    ],
    [
      'in ours where the server has none',
      { subjectCode: '8.2.1', reasonCode: '1.2' },
      `the SM-DP+ refused releaseProfile of ${iccid}: The ICCID belongs to another requester (iccidNotYours, 8.2.1/1.2)`,
    ],
    [
      'by the codes alone where nobody has words for them',
      { subjectCode: '9.9', reasonCode: '1.1' },
      `the SM-DP+ refused releaseProfile of ${iccid}: no reason given (9.9/1.1)`,
    ],
  ])('tells of a refusal %s', async (_how, statusCodeData, message) => {
    const { client } = clientAt(outcome('Failed', statusCodeData));
    await expect(client.ask(ReleaseProfile, iccid, { iccid })).rejects.toMatchObject({
      name: 'DeskRefused',
      message,
    });
  });

  it.each([
    ['no JSON', 'hello', 200],
    ['JSON without a status', {}, 200],
    ['an answer without its members', outcome('Executed-Success'), 200],
    ['another status of HTTP', 'out\nof order', 503],
  ])('tells of %s in one line', async (_what, answer, status) => {
    const { client } = clientAt(answer, status);
    await expect(client.ask(DownloadOrder, iccid, { iccid })).rejects.toMatchObject({
      name: 'HttpFailure',
      message: expect.stringMatching(/^es2\.test downloadOrder: [^\n]+$/) as string,
    });
  });
});
