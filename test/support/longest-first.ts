import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Files that take tens of seconds, the longest first; where nothing is known of earlier runs, others are begun by their size. */
const longest = [
  /\/races\/races\.test/,
  /\/scenarios\/operator\/portal\/page\.test/,
  /\/kill\/random\.test/,
  /\/hostile\/(?:es9plus|card)\.test/,
  /\/docs\/(?:commands|playwright-sample)\.test/,
  /\/lab\/playwright\/fixtures\.test/,
  /\/mobile-plans\/hosting\/bridge\.test/,
  /\/scenarios\/catalog\//,
  /\/(?:hostile|kill|browser)\//,
];

/** Begins with what takes long, so that no thread is alone with it at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rest = await super.sort(files);
    return rest.sort((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const found = longest.findIndex((pattern) => pattern.test(moduleId));
  return found < 0 ? longest.length : found;
}
