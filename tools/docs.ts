// Prints the documents that are made from the source, or with --check fails when one differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { findingTable } from '#device-sim/mobile-plans/index';
import { windowFindings } from '#device-sim/mobile-plans/hosting/window-findings';
import { scenarioJsonSchema } from '#scenarios/language/index';
import { printConfiguration } from '#shared/runtime/settings';
import { declaration } from '#shared/runtime/settings-declaration';

import { claimsTable, conformancePage } from './conformance-page.ts';
import { refusalsPage } from './refusals-page.ts';
import { scenarioWordsPage } from './scenario-words-page.ts';

const made = '<!-- Printed by `npm run docs`; do not edit by hand. -->';

const documents = {
  'CONFIGURATION.md': `# Configuration

${made}

A flag counts before an environment variable, that before \`esimlab.yaml\` (the nearest one from the current folder upward),
and that before the default. Every wrong value is named in one run.

${printConfiguration(declaration)}`,
  'docs/refusals.md': await refusalsPage(made),
  'docs/portal-findings.md': `# Findings by name

${made}

What the Mobile Plans app finds fault with in a portal, or in its set-up. A finding is told, and changes nothing; where a call cannot be done, its callback says so. It stands in the terminal of \`esimlab start\` and of
\`esimlab portal\`, in the trace, and in \`mobilePlans.findings\` of a test; what follows the sentence there is the case at hand.

## Of the portal's calls

| Name | Says |
|---|---|
${rows(Object.entries(findingTable).filter(([, rule]) => !('note' in rule)))}

## Of the set-up, and of the app itself

These are marked \`note\`: no mistake of the portal.

| Name | Says |
|---|---|
${rows(Object.entries(findingTable).filter(([, rule]) => 'note' in rule))}

## Of the window

| Name | Says |
|---|---|
${rows(Object.entries(windowFindings).map(([name, says]) => [name, { says }]))}
`,
  'docs/conformance.md': conformancePage(made),
  'docs/scenario-words.md': scenarioWordsPage(made),
  'scenario.schema.json': JSON.stringify(scenarioJsonSchema()),
  'README.md': withinMarkers(
    readOrNothing(fileURLToPath(new URL('../README.md', import.meta.url))) ?? '',
    'proven',
    claimsTable,
  ),
};

/** A text whose part between `<!-- name -->` and `<!-- /name -->` is `inner`; a text without such marks stays as it is. */
function withinMarkers(text: string, name: string, inner: string): string {
  const [before, , after] = text.split(new RegExp(`(?<=<!-- ${name} -->\n)([^]*)(?=<!-- /${name} -->)`));
  return after === undefined ? text : `${before ?? ''}\n${inner}\n\n${after}`;
}

function rows(findings: readonly (readonly [name: string, rule: { readonly says: string }])[]): string {
  return findings.map(([name, { says }]) => `| \`${name}\` | ${says} |`).join('\n');
}

const root = new URL('../', import.meta.url);
const check = process.argv.includes('--check');
const { format, resolveConfig } = await import('prettier');

for (const [name, text] of Object.entries(documents)) {
  const file = fileURLToPath(new URL(name, root));
  const parser = name.endsWith('.json') ? 'json' : 'markdown';
  const formatted = await format(text, { ...(await resolveConfig(file)), parser });
  if (!check) writeFileSync(file, formatted);
  else if (readOrNothing(file) !== formatted) {
    process.stderr.write(`${name} is not what the source says; run: npm run docs\n`);
    process.exitCode = 1;
  }
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}
