// Does what docs/test-your-portal.md says, in a folder where the tarball is installed: its test, and the steps of its workflow.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(join(root, 'docs', 'test-your-portal.md'), 'utf8').replaceAll('\r\n', '\n');
const block = (mark) => new RegExp(`\`\`\`${mark}\\n([^\`]*)\`\`\``).exec(page)[1];

/** @param npm runs npm in the folder, and throws when it fails */
export async function tryPortalTest(folder, npm) {
  const hosting = join(folder, 'node_modules/esimlab/dist/device-sim/mobile-plans/hosting/find-browser.js');
  const { findBrowser } = await import(pathToFileURL(hosting).href);
  if (findBrowser() === undefined) {
    const sentence = 'the test of docs/test-your-portal.md was not tried: no Chrome, Edge or Chromium here';
    if (process.env.ESIMLAB_VECTORS === 'required') throw new Error(sentence);
    console.log(sentence);
    return;
  }
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const playwright = `@playwright/test@${devDependencies['@playwright/test']}`;
  // The workflow installs it: here it comes into the lock file only.
  npm(['install', '--package-lock-only', '--save-dev', '--no-audit', '--no-fund', '--silent', playwright]);
  writeFileSync(join(folder, 'portal.spec.ts'), block('ts playwright'));
  const steps = [...block('yaml workflow').matchAll(/- run: (.*)/g)].map(([, step]) => step);
  const env = { ...process.env, npm_config_prefer_offline: 'true', npm_config_audit: 'false' };
  for (const step of steps) {
    const { status, stdout, stderr } = spawnSync(step, { cwd: folder, encoding: 'utf8', env, shell: true });
    if (status !== 0) throw new Error(`${step} ended with ${status}:\n${stdout}${stderr}`);
  }
  console.log(`the test of docs/test-your-portal.md passes there: ${steps.join(', ')}`);
}
