import type { RefusalName } from '#shared/rsp/refusals';
import { refusals } from '#shared/rsp/refusals';

import { provokedEs2plus } from '../../smdp/es2plus/provoked-refusals.ts';
import { provokedEs9plus } from '../../smdp/es9plus/provoked-refusals.ts';
import { statusCodesRules } from '../rules/es9plus/status-codes.ts';
import type { TestReference } from '../rules/rule.ts';
import { ordersRefusals, testFiles, titlesOf } from '../test-titles.ts';

/** A test by its file and its title. */
export interface NamedTest {
  readonly file: string;
  readonly title: string;
}

/** A refusal of a function that tests bring about: nobody ordered it. */
export interface ReachedRefusal {
  /** `authenticateClient` */
  readonly called: string;
  readonly name: RefusalName;
  /** First the one that comes by it over HTTP, then those of the function whose titles have its codes. */
  readonly tests: readonly NamedTest[];
}

/** A refusal that nothing here answers, and why. */
export interface UnreachedRefusal {
  readonly codes: string;
  readonly says: string;
  readonly reason: string;
}

/** `8.2.6/3.8` */
export function codesOf(name: RefusalName): string {
  const { subject, reason } = refusals[name];
  return `${subject}/${reason}`;
}

/** The file whose tests go through all ways to a refusal, each over HTTP. */
const waysFile = 'smdp/es9plus/refusals';
const waysTitle = 'is answered with its codes, and told in the trace by its name';

const { rules } = statusCodesRules;
const files = ['smdp/es9plus', 'smdp/es2plus', 'conformance/smdp'].flatMap(testFiles);

/** Every refusal that is come by, by the ways that the tests go. */
export const reachedRefusals: readonly ReachedRefusal[] = Object.entries({
  ...provokedEs9plus,
  ...provokedEs2plus,
}).flatMap(([called, ways]) =>
  Object.keys(ways).map((key) => {
    const name = key as RefusalName;
    const way = { file: waysFile, title: `${called} ${name} ${waysTitle}` };
    return { called, name, tests: [way, ...testsOfFunction(called, codesOf(name))] };
  }),
);

/** What is left, but for the SM-DS (8.9 to 8.9.5): there is none. */
export const unreachedRefusals: readonly UnreachedRefusal[] = [
  {
    codes: codesOf('iccidLinkedElsewhere'),
    says: refusals.iccidLinkedElsewhere.says,
    reason: 'no function of ES2+ that is here has it; its name is read in answers of others',
  },
  {
    codes: '8.2.5/5.1',
    says: 'There are too many Profiles on the eUICC',
    reason: 'authenticateClient alone would have it, unconfirmed; no number of Profiles is refused here',
  },
];

/**
 * Tests of a function that have the codes in their titles, or that the rule of the codes names, in files where nothing
 * is ordered to be refused.
 */
function testsOfFunction(called: string, codes: string): readonly NamedTest[] {
  const kebab = called.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const pattern = new RegExp(`(?<![\\d.])${codes.replaceAll('.', '\\.')}(?!\\.?\\d)`);
  const named = rules.find(({ id }) => id === `es9plus 3 ${codes}`)?.tests ?? [];
  return files
    .filter((file) => file.split('/').at(-1)?.startsWith(kebab) === true && !ordersRefusals(file))
    .flatMap((file) => titlesOf(file).map((title) => ({ file, title })))
    .filter(({ title }) => title.includes(' '))
    .filter((test) => pattern.test(test.title) || named.some((reference) => isMeant(reference, test)));
}

/** Whether a rule names a test. */
function isMeant(reference: TestReference, { file, title }: NamedTest): boolean {
  return 'file' in reference && reference.file === file && title.includes(reference.words);
}
