import { catalogue, catalogueGroups, catalogueName } from '../test/conformance/catalogue.ts';
import { claims } from '../test/conformance/claims.ts';
import { ruleGroups } from '../test/conformance/rules.ts';
import type { Rule, TestReference } from '../test/conformance/rules/rule.ts';
import { testFiles, titlesOf } from '../test/conformance/test-titles.ts';

/** The test files by the lines of the catalogue that their titles begin with. */
const filesOfLines = new Map<string, string[]>();
for (const file of testFiles('conformance')) {
  const names = titlesOf(file).map((title) => /^(C\d{3})[a-z]? /.exec(title)?.[1]);
  for (const name of new Set(names)) {
    if (name !== undefined) filesOfLines.set(name, [...(filesOfLines.get(name) ?? []), file]);
  }
}

const digests = {
  es9plus: 'ES9+, from device to SM-DP+',
  es10: 'ES10, from LPA to eUICC',
  bpp: 'The Bound Profile Package',
  pki: 'Keys, certificates, EIDs, signatures',
} as const;

const rules = ruleGroups.flatMap((group) => group.rules);

const tested = (all: readonly { readonly reason?: string }[]): string => {
  const with_ = all.filter(({ reason }) => reason === undefined).length;
  return `${with_} of ${all.length}`;
};

/** What is tested of how much, as rows of a table. */
const counts = [
  ['Catalogue in the shape of SGP.23', catalogue] as const,
  ...Object.entries(digests).map(
    ([digest, title]) => [title, rules.filter(({ id }) => id.startsWith(`${digest} `))] as const,
  ),
].map(([what, all]) => `| ${what} | ${tested(all)} |`);

const link = (file: string): string => `[${file}]`;

function testsOf({ tests, reason }: Rule): string {
  if (reason !== undefined) return `none: ${reason}`;
  const lines = tests.flatMap((test) =>
    'catalogueLine' in test ? [`C${String(test.catalogueLine).padStart(3, '0')}`] : [],
  );
  return [...filesIn(tests).map(link), ...lines].join(', ');
}

function filesIn(tests: readonly TestReference[]): string[] {
  return [...new Set(tests.flatMap((test) => ('file' in test ? [test.file] : [])))];
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

const catalogueTables = catalogueGroups.map(({ group, title, section }) => {
  const rows = catalogue
    .filter((line) => line.group === group)
    .map((line) => {
      const files = filesOfLines.get(catalogueName(line)) ?? [];
      const by = line.reason === undefined ? files.map(link).join(', ') : `none: ${line.reason}`;
      return `| ${catalogueName(line)} | ${cell(line.says)} | ${by} |`;
    });
  return `### ${group}: ${title}\n\n${section}\n\n| Line | What is given, and what comes of it | Tests |\n|---|---|---|\n${rows.join('\n')}`;
});

const ruleTables = Object.entries(digests).map(([digest, title]) => {
  const tables = ruleGroups
    .filter((group) => group.digest === digest)
    .map((group) => {
      const rows = group.rules.map((rule) => `| ${cell(rule.id)} | ${cell(rule.says)} | ${testsOf(rule)} |`);
      return `### ${cell(group.title)}\n\n| Rule | Says | Tests |\n|---|---|---|\n${rows.join('\n')}`;
    });
  return `## ${title}\n\n${tables.join('\n\n')}`;
});

const linked = new Set(
  [...filesOfLines.values()].flat().concat(rules.flatMap(({ tests }) => filesIn(tests))),
);
const definitions = [...linked].sort().map((file) => `[${file}]: ../test/${file}.test.ts`);

/** `docs/conformance.md`. */
export const conformancePage = (
  made: string,
): string => `# What the specification asks for, and the tests that reach it

${made}

| | Reached by tests |
|---|---|
${counts.join('\n')}

A line of the catalogue is run by its number: \`npx vitest run test/conformance -t C021\`. What has no test says why. That every test that is named here exists, and that
nothing of the digests is left out, is a test too (\`test/conformance/catalogue.test.ts\`, \`test/conformance/rules.test.ts\`). A rule is called by its place: the digest
it was taken from, the section there or in SGP.22, and the number of the check, row or code.

## Catalogue in the shape of SGP.23

The numbers are our own; SGP.23 has others.

${catalogueTables.join('\n\n')}

${ruleTables.join('\n\n')}

${definitions.join('\n')}
`;

/** The claims of the README, and what they are counted by. */
export const claimsTable = `| Claim | Proven by |
|---|---|
${claims.map(({ claim, by, folders }) => `| ${cell(claim)} | ${cell(by)} (${folders.map((folder) => `\`test/${folder}\``).join(', ')}) |`).join('\n')}

| Counted in [docs/conformance.md](docs/conformance.md) | Reached by tests |
|---|---|
${counts.join('\n')}`;
