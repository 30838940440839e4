import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

import { makeDataFolder } from '#shared/storage/data-folder';
import { claimFolder } from '#shared/storage/lock';
import type { ProductSettings } from '#shared/runtime/settings-declaration';

import { labEnvironment } from '../exec/lab-environment.ts';
import { ReportFolder } from '../exec/report-folder.ts';
import { runChild } from '../exec/run-child.ts';
import type { ExitCode } from '../exit.ts';
import { WrongUsage } from '../exit.ts';
import type { Lab } from '../lab.ts';
import { openLab } from '../lab.ts';
import { logOf } from '../logging.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { offerEach } from '../start/offers.ts';
import { settingsOf, withSettings } from '../settings-options.ts';

/** `esimlab exec -- <command>`: a program beside a lab of its own. */
export const addExec: AddCommand = (program, given, exit) => {
  const command = program
    .command('exec')
    .description('Runs a command beside a lab of its own, on free ports, and ends with its exit code.')
    .argument('<command...>', 'the program and its words, after --')
    .option('--report <folder>', 'where what happened is written when the command fails', 'esimlab-report')
    .addHelpText('after', '\nExample: esimlab exec -- npx playwright test');
  withSettings(command, 'data', 'device', 'ci', 'seed', 'operatorName', 'logLevel', 'logFile');
  command.action(async (words: readonly string[]) => {
    if (words.length === 0)
      throw new WrongUsage('give a command after --, such as: esimlab exec -- npm test');
    const { report } = command.opts<{ report: string }>();
    const settings = { ...(await settingsOf(command, given)), ...freePorts };
    const code = await withLab(settings, given, (lab, folder) =>
      runBeside(lab, { words, folder, report: resolve(given.folder, report), settings }, given),
    );
    // Whatever the program ended with is what this command ends with.
    exit(code as ExitCode);
  });
};

const freePorts = { smdpPort: 0, es2plusPort: 0, portalPort: 0, operatorApiPort: 0, labPort: 0 } as const;

/** A lab in the data folder that was asked for, else in one that is thrown away. */
async function withLab(
  settings: ProductSettings,
  given: Surroundings,
  use: (lab: Lab, folder: string) => Promise<number>,
): Promise<number> {
  const { data: wanted, device } = settings;
  const data =
    wanted === undefined ? mkdtempSync(join(tmpdir(), 'esimlab-exec-')) : resolve(given.folder, wanted);
  makeDataFolder(data);
  const command = 'esimlab exec';
  const locks = [claimFolder(data, { command, part: 'smdp' })];
  try {
    locks.push(claimFolder(data, { command, part: 'device' }));
    const lab = await openLab({ data, settings, device, locks }, given.terminal);
    try {
      return await use(lab, data);
    } finally {
      await lab.close();
    }
  } finally {
    for (const lock of locks) lock.release();
    if (wanted === undefined) rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Beside {
  readonly words: readonly string[];
  /** The lab's data folder: certificates are written there. */
  readonly folder: string;
  readonly report: string;
  readonly settings: ProductSettings;
}

async function runBeside(
  lab: Lab,
  { words, folder, report, settings }: Beside,
  { terminal, interrupted, environment, folder: here }: Surroundings,
): Promise<number> {
  const { world, control, urls } = lab;
  const endLog = logOf(world.trace, { ...settings, logLevel: quietly(settings) });
  const kept = new ReportFolder(report, world);
  await offerEach(world, settings);
  const labUrls = {
    lab: control.url,
    token: control.token,
    portal: urls.portal ?? '',
    es2plus: urls.es2plus,
  };
  try {
    const code = await runChild({
      words,
      environment: labEnvironment(world, labUrls, folder, environment),
      folder: here,
      interrupted,
    });
    if (code === 0) await kept.discard();
    else {
      await kept.keep(words, code);
      terminal.note(
        `esimlab: ${shortened(words.join(' '))} ended with ${code}; what happened is in ${relative(here, report)}`,
      );
    }
    return code;
  } catch (error) {
    await kept.discard();
    throw error;
  } finally {
    endLog();
  }
}

/** The terminal is the program's: of the lab it shows what is wrong, unless it goes to a file. */
function quietly({ logLevel, logFile }: ProductSettings): ProductSettings['logLevel'] {
  return logFile === undefined && logLevel === 'info' ? 'warn' : logLevel;
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
