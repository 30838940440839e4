import type { Command } from 'commander';
import { Argument } from 'commander';
import { plainText } from '#shared/runtime/plain-text';

import type { AcceptedAnswer, ToastAnswer, ToastsAnswer } from '../../control/index.ts';
import { expectRunningLab } from '../data.ts';
import type { ExitCode } from '../exit.ts';
import { exitCodes, WrongUsage } from '../exit.ts';
import type { LabClient } from '../lab-client.ts';
import { askingLab, inPath } from '../lab-client.ts';
import type { Surroundings } from '../program.ts';
import { settingsOf, withSettings } from '../settings-options.ts';

/** `esimlab device toasts` and `toast`: the screen of a device of the running lab. */
export function addToasts(device: Command, given: Surroundings, exit: (code: ExitCode) => void): void {
  addList(device, given);
  addAnswer(device, given, exit);
}

function addList(device: Command, given: Surroundings): void {
  const command = device
    .command('toasts')
    .description("Lists the toasts on the device's screen, and what it does later by itself.")
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample: esimlab device toasts');
  withSettings(command, 'data', 'device').action(() =>
    onScreen(command, given, async (client, path) => {
      const answer = await client.ask<ToastsAnswer>('GET', path);
      if (command.opts<{ json?: true }>().json === true) given.terminal.out(JSON.stringify(answer));
      else for (const line of linesOf(answer)) given.terminal.out(line);
    }),
  );
}

function addAnswer(device: Command, given: Surroundings, exit: (code: ExitCode) => void): void {
  const command = device
    .command('toast')
    .description(
      'Accepts or ignores a toast; the oldest that nobody has answered unless its number is given.',
    )
    .addArgument(new Argument('<answer>').choices(['accept', 'ignore']))
    .argument('[number]')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample: esimlab device toast accept');
  withSettings(command, 'data', 'device').action((answer: 'accept' | 'ignore', number?: string) =>
    onScreen(command, given, async (client, path) => {
      const id = number ?? (await oldest(client, path)).id;
      const done = await client.ask<AcceptedAnswer>('POST', `${path}/${inPath(id)}/${answer}`);
      if (command.opts<{ json?: true }>().json === true) given.terminal.out(JSON.stringify(done));
      else
        given.terminal.out(`toast ${id} is ${answer === 'accept' ? 'accepted' : 'ignored'}${outcome(done)}`);
      if (!done.ok) exit(exitCodes.failed);
    }),
  );
}

async function onScreen(
  command: Command,
  given: Surroundings,
  work: (client: LabClient, path: string) => Promise<void>,
): Promise<void> {
  const settings = await settingsOf(command, given);
  const lab = expectRunningLab(settings, given);
  const path = `/api/devices/${inPath(settings.device)}/toasts`;
  await askingLab(lab, given.interrupted, (client) => work(client, path));
}

async function oldest(client: LabClient, path: string): Promise<ToastAnswer> {
  const { toasts, awaited } = await client.ask<ToastsAnswer>('GET', path);
  const found = toasts.find(({ state }) => state === 'shown');
  if (found !== undefined) return found;
  const next = awaited.find(({ what }) => what === 'toast');
  const hint =
    next === undefined ? '' : `; the next one comes at ${next.due}: esimlab clock advance winds there`;
  throw new WrongUsage(`there is no toast to be answered${hint}`);
}

function linesOf({ toasts, awaited }: ToastsAnswer): readonly string[] {
  const shown = toasts.map(
    ({ id, kind, state, onScreen, shownAt, text }) =>
      `${id.padStart(3)}  ${shownAt}  ${kind.padEnd(14)}  ${(state === 'shown' && !onScreen ? 'unread' : state).padEnd(8)}  ${plainText(text)}`,
  );
  const later = awaited.map(({ what, due }) => `at ${due} ${happens[what]}`);
  return toasts.length + awaited.length === 0 ? ['no toast has been shown'] : [...shown, ...later];
}

const happens: Readonly<Record<ToastsAnswer['awaited'][number]['what'], string>> = {
  toast: 'a toast is shown',
  retry: 'the device downloads again',
  registration: 'the device looks for the network again',
};

function outcome({ result, iccid, retryAt }: AcceptedAnswer): string {
  if (result === undefined) return '';
  if (result === 'success') return `: ${iccid ?? 'the profile'} is installed and enabled`;
  const next = retryAt === undefined ? '' : `; the device tries again at ${retryAt}`;
  return `, but the download failed (${result})${next}`;
}
