import type { Command } from 'commander';
import { parseSpan } from '#shared/runtime/span';

import type { ClockAnswer } from '../../control/index.ts';
import { expectRunningLab } from '../data.ts';
import { WrongUsage } from '../exit.ts';
import { askingLab } from '../lab-client.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { settingsOf, withSettings } from '../settings-options.ts';

/** `esimlab clock`: what time it is in the running lab, and winding it. */
export const addClock: AddCommand = (program, given) => {
  const clock = program
    .command('clock')
    .description('Shows the clock of the running lab, or winds it.')
    .addHelpText('after', '\nExample: esimlab clock advance 10m');
  const show = clock
    .command('show', { isDefault: true })
    .description('Shows what time it is in the lab (this is what "esimlab clock" alone does).')
    .addHelpText('after', '\nExample: esimlab clock show --json');
  withClockOptions(show).action(() => tell(show, given, 'GET', '/api/clock'));
  const advance = clock
    .command('advance <span>')
    .description('Winds the clock: what is due on the way happens, in order.')
    .addHelpText('after', '\nExample: esimlab clock advance 1h30m');
  withClockOptions(advance).action((span: string) =>
    tell(advance, given, 'POST', '/api/clock/advance', { by: readSpan(span) }),
  );
};

function withClockOptions(command: Command): Command {
  return withSettings(command.option('--json', 'print the result as JSON'), 'data');
}

async function tell(
  command: Command,
  given: Surroundings,
  method: 'GET' | 'POST',
  path: string,
  request?: object,
): Promise<void> {
  const lab = expectRunningLab(await settingsOf(command, given), given);
  const answer = await askingLab(lab, given.interrupted, (client) =>
    client.ask<ClockAnswer>(method, path, request),
  );
  const { json = false } = command.opts<{ json?: true }>();
  given.terminal.out(json ? JSON.stringify(answer) : `${answer.now}  ${says[answer.mode]}`);
}

const says: Readonly<Record<ClockAnswer['mode'], string>> = {
  virtual: 'runs ahead',
  stepped: 'stands still until it is wound',
  system: 'goes on with the wall',
};

function readSpan(text: string): string {
  try {
    parseSpan(text);
    return text;
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : '', { cause: error });
  }
}
