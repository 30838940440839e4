import { refusals } from '#shared/rsp/refusals';

import type { RefusalOfScenario } from '../test/conformance/refusals/in-scenarios.ts';
import { refusalsOfScenarios } from '../test/conformance/refusals/in-scenarios.ts';
import type { NamedTest, ReachedRefusal } from '../test/conformance/refusals/reached.ts';
import { codesOf, reachedRefusals, unreachedRefusals } from '../test/conformance/refusals/reached.ts';

const names = Object.entries(refusals).map(
  ([name, { subject, reason, says }]) => `| \`${name}\` | ${subject} | ${reason} | ${says} |`,
);

const linkTo = (file: string): string => file.split('/').slice(-2).join('/');

const filesOf = (tests: readonly NamedTest[]): readonly string[] => [
  ...new Set(tests.map(({ file }) => file)),
];

function reachedRow(
  { called, name, tests }: ReachedRefusal,
  ofScenarios: readonly RefusalOfScenario[],
): string {
  const scenarios = ofScenarios
    .filter((each) => each.called === called && each.name === name)
    .map(({ scenario }) => `\`${scenario.replace('catalog:', '')}\``);
  const links = filesOf(tests).map((file) => `[${linkTo(file)}]`);
  return `| \`${called}\` | \`${name}\` | ${codesOf(name)} | ${scenarios.join(', ')} | ${links.join(', ')} |`;
}

/** `docs/refusals.md`; the scenarios that expect a refusal are played for it. */
export async function refusalsPage(made: string): Promise<string> {
  const ofScenarios = await refusalsOfScenarios();
  const files = [...filesOf(reachedRefusals.flatMap(({ tests }) => tests))].sort();
  return `# Refusals by name

${made}

The name stands in results (\`download --json\`) and in tests; subject and reason code stand on the wire (SGP.22 §5.2.6).

| Name | Subject | Reason | Says |
|---|---|---|---|
${names.join('\n')}

## What comes by them

Each of these comes about by what is done, never because the SM-DP+ was told to refuse. The scenarios are those of the catalog that expect it: they are played when
this page is printed, and \`npx esimlab run catalog:orders/expired\` plays one. In the first file of tests each row has one of its own, which looks at the answer over
HTTP: \`npx vitest run test/smdp/es9plus/refusals.test.ts -t 'authenticateClient eidMismatch'\`. The other files have tests of that function with those codes.
That nothing is left out is a test too (\`test/conformance/refusals\`).

| Function | Refusal | Codes | Scenarios | Tests |
|---|---|---|---|---|
${reachedRefusals.map((each) => reachedRow(each, ofScenarios)).join('\n')}

handleNotification is always answered with 204, whatever comes of it.

## What nothing comes by

| Codes | Says | Why |
|---|---|---|
${unreachedRefusals.map(({ codes, says, reason }) => `| ${codes} | ${says} | ${reason} |`).join('\n')}
| 8.9/4.2, 8.9.1/3.8, 8.9.2/3.1, 8.9.3/3.1, 8.9.4/3.7, 8.9.5/3.3, 8.9.5/3.9 | Of an SM-DS | there is no SM-DS; confirmOrder with the address of one is refused with 8.9/5.1 |

${files.map((file) => `[${linkTo(file)}]: ../test/${file}.test.ts`).join('\n')}
`;
}
