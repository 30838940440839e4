import pc from 'picocolors';
import type { Checked, CheckName, CheckOptions, ReadFile } from '#scenarios/runner/index';
import { checkNames, checkScenarios } from '#scenarios/runner/index';
import { plainText } from '#shared/runtime/plain-text';
import { didYouMean } from '#shared/runtime/did-you-mean';

import { counted } from '../counted.ts';
import { WrongUsage } from '../exit.ts';
import type { Terminal } from '../terminal.ts';

/** Checks scenarios, and tells what was found. @returns whether nothing was. @throws WrongUsage for a check that is none */
export async function check(
  wanted: readonly string[],
  files: readonly ReadFile[],
  options: CheckOptions,
  { terminal, json }: { readonly terminal: Terminal; readonly json: boolean },
): Promise<boolean> {
  let good = true;
  for (const name of wanted.map(checkNamed)) {
    const checked = await checkScenarios(name, files, options);
    good &&= checked.findings.length === 0;
    if (json) terminal.out(JSON.stringify({ check: name, ...checked }));
    else tell(name, checked, terminal);
  }
  return good;
}

function checkNamed(given: string): CheckName {
  const name = checkNames.find((each) => each === given);
  if (name !== undefined) return name;
  const meant = didYouMean(given, checkNames);
  throw new WrongUsage(
    `--check must be ${checkNames.join(', ')}, not "${given}"${meant === undefined ? '' : `; did you mean ${meant}?`}`,
  );
}

const sentences: Readonly<Record<CheckName, string>> = {
  negated: 'with each expectation negated, it fails there',
  cause: 'without its cause, it fails by an expectation',
  twins: 'no two show the same',
};

function tell(name: CheckName, { played, skipped, findings }: Checked, terminal: Terminal): void {
  const { green, red, dim } = pc.createColors(terminal.colours);
  for (const { position, message } of findings)
    terminal.note(
      `  ${red('✗')} ${position.file}:${position.line}:${position.column}: ${plainText(message, 500)}`,
    );
  const left = skipped === 0 ? '' : `, ${skipped} skipped`;
  const verdict = findings.length === 0 ? green('✓') : red(`${counted(findings.length, 'finding')}:`);
  terminal.note(`  ${verdict} ${sentences[name]} ${dim(`(played ${counted(played, 'time')}${left})`)}`);
}
