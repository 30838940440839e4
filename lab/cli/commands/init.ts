import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { WrongUsage } from '../exit.ts';
import { samples } from '../init/samples.ts';
import type { AddCommand } from '../program.ts';

/** `esimlab init`: what a portal team begins with. */
export const addInit: AddCommand = (program, given) => {
  const command = program
    .command('init')
    .description(
      'Writes a first test of your portal, a GitHub workflow and a settings file; keeps what is there.',
    )
    .option('--portal-url <url>', "your portal; the test is of the lab's own when left out")
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', '\nExample: esimlab init --portal-url http://localhost:5173');
  command.action(() => {
    const { portalUrl, json = false } = command.opts<{ portalUrl?: string; json?: true }>();
    if (portalUrl !== undefined && !URL.canParse(portalUrl))
      throw new WrongUsage(`--portal-url: "${portalUrl}" is no URL such as http://localhost:5173`);
    const files = samples(portalUrl).map(({ file, what, text }) => {
      const path = join(given.folder, file);
      const kept = existsSync(path);
      if (!kept) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      }
      return { file, what, kept };
    });
    if (json) given.terminal.out(JSON.stringify({ files }));
    else {
      const width = Math.max(...files.map(({ file }) => file.length));
      for (const { file, what, kept } of files)
        given.terminal.out(`${kept ? 'kept   ' : 'written'}  ${file.padEnd(width)}  ${what}`);
      given.terminal.out('next:    npm install --save-dev esimlab @playwright/test && npx playwright test');
    }
  });
};
