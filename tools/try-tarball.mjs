// Installs the package as a user would, in an empty folder without development dependencies, and uses it both ways.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { tryPortalTest } from './try-portal-test.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'esimlab-tarball-'));

function run(command, args, cwd = folder) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

const npm = (args, cwd) => run(process.execPath, [process.env.npm_execpath, ...args], cwd);

try {
  npm(['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true }\n');
  npm(['install', '--omit=dev', '--no-audit', '--no-fund', '--silent', `./${tarball}`]);

  const use = 'if (typeof openWorld !== "function") throw new Error("no openWorld");';
  run(process.execPath, ['--input-type=module', '-e', `import { openWorld } from 'esimlab'; ${use}`]);
  run(process.execPath, ['-e', `const { openWorld } = require('esimlab'); ${use}`]);

  const cli = join(folder, 'node_modules', 'esimlab', 'dist', 'lab', 'cli', 'main.js');
  const lab = spawn(process.execPath, [cli, 'start', '--smdp-port', '0', '--json'], { cwd: folder });
  try {
    const [line] = await new Promise((resolve, reject) => {
      createInterface({ input: lab.stdout }).once('line', (text) => resolve([text]));
      lab.once('exit', (code) => reject(new Error(`start ended with ${code}`)));
    });
    const { ready } = JSON.parse(line);
    if (ready !== true) throw new Error(line);
    const result = JSON.parse(run(process.execPath, [cli, 'download', 'immediate', '--json']));
    if (result.ok !== true || result.state !== 'enabled') throw new Error(JSON.stringify(result));
    console.log(`the tarball works in an empty folder: ${result.iccid} is ${result.state}`);
  } finally {
    lab.removeAllListeners('exit');
    const ended = new Promise((resolve) => lab.once('exit', resolve));
    lab.kill();
    await ended;
  }

  await tryPortalTest(folder, npm);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
