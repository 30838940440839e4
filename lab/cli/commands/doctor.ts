import pc from 'picocolors';

import { dataFolderOf } from '../data.ts';
import type { Check } from '../doctor/check.ts';
import { checkDataFolder, checkPorts } from '../doctor/folder-checks.ts';
import { checkBrowser, checkDisplay, checkNode, checkProxy, checkSqlite } from '../doctor/machine-checks.ts';
import { tryOut } from '../doctor/trial.ts';
import { exitCodes } from '../exit.ts';
import type { AddCommand } from '../program.ts';
import { settingsOf, withSettings } from '../settings-options.ts';

/** `esimlab doctor`: what of the lab works on this machine, and what to do about the rest. */
export const addDoctor: AddCommand = (program, given, exit) => {
  const command = program
    .command('doctor')
    .description('Tells what works on this machine, and what to do about the rest.')
    .option('--json', 'print one line of JSON')
    .addHelpText('after', '\nExample: esimlab doctor');
  withSettings(
    command,
    'data',
    'portBase',
    'labPort',
    'smdpPort',
    'portalPort',
    'es2plusPort',
    'operatorApiPort',
  );
  command.action(async () => {
    const { json = false } = command.opts<{ json?: true }>();
    const settings = await settingsOf(command, given);
    const { environment, terminal } = given;
    const data = dataFolderOf(settings, given);
    const checks = [
      checkNode(process.version),
      await checkSqlite(),
      checkDataFolder(data, given.folder),
      await checkPorts(settings, data),
      checkBrowser(environment),
      checkDisplay(environment, process.platform),
      checkProxy(environment),
      await tryOut(),
    ];
    const healthy = checks.every(({ verdict }) => verdict !== 'wrong');
    if (json) terminal.out(JSON.stringify({ ok: healthy, checks }));
    else for (const line of describe(checks, pc.createColors(terminal.colours))) terminal.out(line);
    exit(healthy ? exitCodes.done : exitCodes.cannotRunHere);
  });
};

function describe(checks: readonly Check[], colors: ReturnType<typeof pc.createColors>): readonly string[] {
  const paint = { ok: colors.green, note: colors.yellow, wrong: colors.red };
  const width = Math.max(...checks.map(({ name }) => name.length));
  const mark = Math.max(...checks.map(({ verdict }) => verdict.length));
  return checks.flatMap(({ name, verdict, says, todo }) => [
    `${paint[verdict](verdict.padEnd(mark))}  ${name.padEnd(width)}  ${says}`,
    ...(todo === undefined ? [] : [`${' '.repeat(mark + width + 4)}${todo}`]),
  ]);
}
