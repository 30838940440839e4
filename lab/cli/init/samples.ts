import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, dirname } from 'node:path';
import { flagOf, shownDefault } from '#shared/runtime/settings';
import { declaration } from '#shared/runtime/settings-declaration';

/** A file that a portal team begins with. */
export interface Sample {
  /** From the folder of the project. */
  readonly file: string;
  readonly what: string;
  readonly text: string;
}

/** The files of a new project; the test and the workflow are those of docs/test-your-portal.md. */
export function samples(portalUrl: string | undefined): readonly Sample[] {
  const page = readPage();
  const test =
    portalUrl === undefined ? block(page, 'ts playwright') : ownPortal(block(page, 'ts'), portalUrl);
  return [
    { file: 'portal.spec.ts', what: 'a test of the portal', text: test },
    {
      file: '.github/workflows/portal.yml',
      what: 'runs it on GitHub',
      text: block(page, 'yaml workflow'),
    },
    { file: 'esimlab.yaml', what: 'settings, each with its default', text: settingsFile() },
  ];
}

function readPage(): string {
  const root = dirname(createRequire(import.meta.url).resolve('esimlab/package.json'));
  return readFileSync(join(root, 'docs', 'test-your-portal.md'), 'utf8').replaceAll('\r\n', '\n');
}

/** The first code block of that language. @throws Error when there is none */
function block(page: string, language: string): string {
  const begins = `\n\`\`\`${language}\n`;
  const at = page.indexOf(begins);
  const end = page.indexOf('\n```', at + begins.length);
  if (at < 0 || end < 0) throw new Error(`docs/test-your-portal.md has no block "${language}"`);
  return page.slice(at + begins.length, end + 1);
}

function ownPortal(text: string, portalUrl: string): string {
  return text.replace(/portalUrl: '[^']*'/, () => `portalUrl: ${JSON.stringify(portalUrl)}`);
}

function settingsFile(): string {
  const lines = Object.entries(declaration).map(([name, { says }]) => {
    const standard = shownDefault(declaration[name as keyof typeof declaration]).replaceAll('`', '');
    return `# ${says}\n# ${name}: ${standard.startsWith('none') ? '' : standard}`.trimEnd();
  });
  return [
    `# Settings of esimlab for this folder and those below. A flag (${flagOf('smdpPort')}) and an environment variable count before them.`,
    ...lines,
    '',
  ].join('\n\n');
}
