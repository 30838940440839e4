import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { RefusalName } from '#shared/rsp/refusals';
import { refusals } from '#shared/rsp/refusals';

const source = fileURLToPath(new URL('../../../smdp/', import.meta.url));

/** Refusals that nothing here throws, and why. */
const thrownElsewhere: Readonly<Partial<Record<RefusalName, string>>> = {
  iccidLinkedElsewhere: 'no function of es2plus.md §2 has it; other servers send it',
};

/** The text of every file of the SM-DP+ that can refuse. */
function sources(): string {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(`${source}${file}`, 'utf8'))
    .join('\n');
}

describe('the refusal table', () => {
  it('has no code pair twice, so that a pair has one name', () => {
    const pairs = Object.values(refusals).map(({ subject, reason }) => `${subject}/${reason}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('has codes as text: 4.10 is not 4.1', () => {
    for (const { subject, reason } of Object.values(refusals)) {
      expect(subject).toMatch(/^\d+(\.\d+)*$/);
      expect(reason).toMatch(/^\d+\.\d+$/);
    }
    expect(refusals.downloadOrderExpired.reason).toBe('4.10');
  });

  it.each(Object.keys(refusals) as RefusalName[])('%s is thrown, or is listed with a reason', (name) => {
    const isThrown = new RegExp(`(?:Refusal\\(\\s*|trusted\\(\\s*|\\? |: )'${name}'`).test(sources());
    expect(isThrown).toBe(thrownElsewhere[name] === undefined);
  });
});
