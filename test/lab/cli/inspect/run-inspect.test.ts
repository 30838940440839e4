import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, toUtf8 } from '#shared/bytes/bytes';
import { inspectOctets } from '#lab/cli/inspect/inspect-octets';
import { InspectError } from '#lab/cli/inspect/report';
import { runInspect } from '#lab/cli/inspect/run-inspect';

const files: Readonly<Record<string, Bytes>> = {
  'answer.der': fromHex('BF3303800102'),
  'answer.hex': toUtf8('BF33 0380\n0102\n'),
  'answer.b64': toUtf8('vzMDgAEC\n'),
  'code.txt': toUtf8('LPA:1$smdp.test$QR-1\n'),
  'latin.txt': Uint8Array.of(0xe9, 0x41),
  empty: new Uint8Array(),
};

async function run(argument: string, json = false) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runInspect(
    argument,
    { json, secrets: false },
    {
      stdout: (text) => out.push(text),
      stderr: (text) => err.push(text),
      readFile: async (name) => files[name],
    },
  );
  return { code, out: out.join(''), err: err.join('') };
}

describe('esimlab inspect', () => {
  it('prints a tree for people', async () => {
    expect(await run('BF3111A00C5A0A980010325476981032148101FF')).toEqual({
      code: 0,
      err: '',
      out: [
        'EnableProfileRequest (BF31) · SGP.22 §5.7.16 · 20 octets',
        '   0  BF31 17  EnableProfileRequest',
        '   3    A0 12  profileIdentifier',
        '   5      5A 10  iccid 98001032547698103214  = 89000123456789012341',
        '  17    81 1  refreshFlag true',
        '',
      ].join('\n'),
    });
  });

  it('prints facts, findings, problems and parts', async () => {
    const { out } = await run('BF2E05800300AABB9000');
    expect(out).toContain('response: 9000, done · SGP.22 §5.7.2 · 10 octets\n  status      9000\n');
    expect(out).toContain('\n\nGetEuiccChallengeResponse (BF2E) · SGP.22 §5.7.7 · 8 octets\n');
    expect(out).toContain('euiccChallenge 00AABB  ! 3 octets instead of 16\n');
    expect(out).toMatch(/ {2}! does not decode: .* \(at octet 3\)\n/);
  });

  it('shortens long values for people and not in JSON', async () => {
    const long = `0481C8${'AB'.repeat(200)}`;
    expect((await run(long)).out).toContain(`${'AB'.repeat(48)}… (400 characters)`);
    expect((await run(long, true)).out).toContain('AB'.repeat(200));
  });

  it('prints empty values and lists in words', async () => {
    expect((await run('BF3F028000')).out).toContain('defaultDpAddress (empty)');
    expect((await run('BF280481020560')).out).toContain('notificationEnable, notificationDisable');
  });

  it('prints one line of JSON', async () => {
    const { out, code } = await run('BF3303800102', true);
    expect(code).toBe(0);
    expect(out.endsWith('}\n')).toBe(true);
    expect(JSON.parse(out)).toMatchObject({ kind: 'structure', title: 'DeleteProfileResponse (BF33)' });
  });

  it.each([
    'answer.der',
    'answer.hex',
    'answer.b64',
    'BF 33 03 80 01 02',
    '0xBF3303800102',
    'bf:33:03:80:01:02',
    '< BF3303800102',
  ])('takes %s', async (argument) => {
    expect((await run(argument)).out).toContain('DeleteProfileResponse (BF33)');
  });

  it('takes activation codes, with a verdict', async () => {
    expect((await run('code.txt')).out).toContain('verdict           good, and of a laboratory server');
    expect((await run('1$smdp.test$$2.999.10$1')).out).toMatch(/found by EID[^]*2\.999\.10[^]*required/);
    expect((await run('1$rsp.live-operator.com$A')).out).toContain('looks like a live server');
  });

  it.each([
    ['1:8443-B', 'no activation code: the dollar signs are gone: the shell expanded them'],
    ['LPA:2$a$b', 'no activation code: "2" is not a format'],
    [
      'no/such.der',
      'is no file here, and neither hex, base64, PEM, JSON nor an activation code; is the path right?',
    ],
    ['ABC', 'the count of hex digits is odd: one is missing'],
    ['AB_CD', 'as hex it ends at character 3 ("_")'],
    ['test', '(the text is no file here and was read as base64)'],
    ['latin.txt', 'neither an APDU nor TLVs'],
    ['empty', 'the file empty is empty'],
    ['  ', 'the text is empty'],
    ['-----BEGIN X-----\nAAAA', 'a PEM block begins and does not end'],
    ['-----BEGIN X-----\nA\n-----END X-----', 'a PEM block that does not read: not base64'],
  ])('says of "%s" in one line what is wrong', async (argument, message) => {
    const { code, out, err } = await run(argument);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it('lets faults of its own through', async () => {
    const io = {
      stdout: () => undefined,
      stderr: () => undefined,
      readFile: () => Promise.reject(new RangeError('a bug')),
    };
    await expect(runInspect('x', { json: false, secrets: false }, io)).rejects.toThrow('a bug');
  });
});

it('members that every object has are no members of a message', () => {
  expect(() => inspectOctets('{"toString":"","constructor":1}')).toThrow('those of no ES9+ function');
});

it('any octets and any text are inspected or refused with one line', () => {
  const anything = fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.string(), fc.json());
  fc.assert(
    fc.property(anything, (input) => {
      try {
        JSON.stringify(inspectOctets(input));
      } catch (error) {
        expect(error).toBeInstanceOf(InspectError);
        expect((error as Error).message).not.toContain('\n');
      }
    }),
    { numRuns: 1000 },
  );
});
