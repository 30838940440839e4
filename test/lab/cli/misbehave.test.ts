import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CliFolder } from '../../support/cli.ts';

const cli = new CliFolder();

beforeAll(async () => {
  await cli.begin(['start', '--json', '--no-open']);
}, 60_000);
afterAll(async () => {
  await cli[Symbol.asyncDispose]();
});

const misbehave = async (...words: readonly string[]) => {
  const { code, out, notes } = await cli.run(['misbehave', ...words]);
  return { code, said: out.at(-1) ?? notes.at(-1) ?? '' };
};

describe('esimlab misbehave', () => {
  it('has the next download fail as ordered, and the one after that succeed', async () => {
    expect(await misbehave('authenticateClient', '--refuse', 'eidMismatch')).toEqual({
      code: 0,
      said: 'at the next call of authenticateClient: refuse eidMismatch',
    });
    const { code, out } = await cli.run(['download', 'immediate', '--json']);
    expect(code).toBe(1);
    expect(out.at(-1)).toContain('"name":"eidMismatch"');
    expect(await misbehave()).toEqual({ code: 0, said: 'nothing is ordered to go wrong' });
    expect((await cli.run(['download', 'immediate'])).code).toBe(0);
  });

  it('has the desk refused', async () => {
    await misbehave('downloadOrder', '--status', '503');
    expect((await misbehave('--json')).said).toBe('{"ordered":["downloadOrder: answer 503"]}');
    const { code, notes } = await cli.run(['order', 'place']);
    expect(code).toBeGreaterThan(0);
    expect(notes.join('\n')).toMatch(/503/);
    expect((await cli.run(['order', 'place'])).code).toBe(0);
  });

  it.each<[readonly string[], RegExp]>([
    [['downloadOrdr', '--delay', '1m'], /did you mean downloadOrder\?/],
    [['downloadOrder'], /say one thing that it does/],
    [['downloadOrder', '--status', '200'], /--status is an HTTP status from 400 to 599, not "200"/],
    [['downloadOrder', '--delay', 'long'], /not a span/],
    [['downloadOrder', '--hang-up', 'now'], /Allowed choices are before, after/],
    [['--delay', '1m'], /name the function: esimlab misbehave downloadOrder/],
  ])('%j is wrong usage', async (words, said) => {
    const ran = await cli.run(['misbehave', ...words]);
    expect(ran.code).toBe(2);
    expect(ran.notes.join('\n')).toMatch(said);
  });
});
