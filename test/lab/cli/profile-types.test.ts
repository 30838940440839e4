import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CliFolder } from '../../support/cli.ts';
import { LabOperator } from '../../support/lab-operator.ts';

let folder: CliFolder;
beforeEach(() => {
  folder = new CliFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const prepaid = `
profileTypes:
  prepaid:
    profile: Prepaid 2 GB
    iccids: 890010100000000001-890010100000000002
    imsis: ['001010000000101', '001010000000102']
    algorithm: tuak
`;

const settings = (text: string): void => {
  writeFileSync(join(folder.folder, 'esimlab.yaml'), text);
};

/** Orders a profile of a type over ES2+, and hands back the answer to downloadOrder, with the code once there is one. */
async function order(es2plus: string, profileType: string) {
  using operator = new LabOperator(join(folder.folder, '.esimlab'), es2plus);
  const answer = await operator.call('downloadOrder', { profileType });
  const { iccid } = answer;
  if (iccid !== undefined)
    await operator.call('confirmOrder', { iccid, matchingId: 'T-1', releaseFlag: true });
  return answer;
}

interface Ready {
  readonly smdp: { readonly address: string };
  readonly es2plus: { readonly url: string };
}

describe('types of profiles in esimlab.yaml', () => {
  it('are ordered over ES2+ by their names, and downloaded into the network', async () => {
    settings(prepaid);
    const { line } = await folder.begin(['start', '--json']);
    const { smdp, es2plus } = JSON.parse(line) as Ready;
    expect(await order(es2plus.url, 'prepaid')).toMatchObject({
      header: { functionExecutionStatus: { status: 'Executed-Success' } },
      iccid: '8900101000000000019',
    });
    const { code } = await folder.run(['download', `1$${smdp.address}$T-1`]);
    expect(code).toBe(0);
    await folder.run(['clock', 'advance', '10s']);
    const { out } = await folder.run(['modem', '--json']);
    expect(out.join('\n')).toContain('"state":"home"');
  });

  it('are known to "order place", too, and given as JSON on the command line', async () => {
    await folder.begin(['start', '--profile-types', '{"prepaid": {"iccids": ["8900101000000000019"]}}']);
    const { out } = await folder.run(['order', 'place', '--type', 'prepaid', '--json']);
    expect(out.join('\n')).toContain('8900101000000000019');
  });

  it('that nobody has set are refused: 8.2.5/3.9', async () => {
    const { line } = await folder.begin(['smdp', '--json']);
    const { es2plus } = JSON.parse(line) as Ready;
    expect(await order(es2plus.url, 'prepaid')).toMatchObject({
      header: { functionExecutionStatus: { statusCodeData: { subjectCode: '8.2.5', reasonCode: '3.9' } } },
    });
  });

  it.each<[what: string, text: string, problems: readonly RegExp[]]>([
    [
      'a member that is none',
      'profileTypes:\n  a: { iccid: [] }\n',
      [/esimlab\.yaml:2:15: profileTypes: a\.iccid: unknown word "iccid"; did you mean "iccids"\?/],
    ],
    [
      'numbers that YAML has read as a number, and a wrong algorithm',
      'profileTypes:\n  a:\n    iccids: [8900101000000000019]\n    algorithm: milenage2\n',
      [
        /esimlab\.yaml:3:14: profileTypes: a\.iccids\[0\]: must be digits in quotes/,
        /esimlab\.yaml:4:16: profileTypes: a\.algorithm: must be .* did you mean "milenage"\?/,
      ],
    ],
    [
      'numbers that two types have in common',
      'profileTypes:\n  a: { imsis: ["001010000000101"] }\n  b: { imsis: ["001010000000101"] }\n',
      [/esimlab\.yaml:3:6: profileTypes: b: the profile types "a" and "b" have IMSIs in common/],
    ],
    [
      'what is no mapping',
      'profileTypes: prepaid\n',
      [/esimlab\.yaml:1:15: profileTypes: must be a mapping/],
    ],
    ['nothing', 'profileTypes:\n', [/esimlab\.yaml:1:\d+: profileTypes: must be a mapping .* not nothing/]],
  ])('that cannot be end the command with 2, a line each: %s', async (_what, text, problems) => {
    settings(text);
    const { code, notes } = await folder.run(['smdp']);
    expect(code).toBe(2);
    const said = notes.flatMap((note) => note.split('\n'));
    expect(said).toEqual(problems.map((problem) => expect.stringMatching(problem) as string));
  });

  it.each([
    ['prepaid', /--profile-types: must be JSON such as \{"prepaid": \{\}\}, not "prepaid"/],
    ['[]', /--profile-types: must be a mapping/],
  ])('that cannot be on the command line are told in one line: %s', async (text, problem) => {
    const { code, notes } = await folder.run(['smdp', '--profile-types', text]);
    expect([code, notes]).toEqual([2, [expect.stringMatching(problem)]]);
  });
});
