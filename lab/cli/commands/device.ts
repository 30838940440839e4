import type { Delivery } from '#device-sim/lpa/index';
import { diagnose } from '#device-sim/lpa/index';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { toUtf8 } from '#shared/bytes/bytes';
import type { WorldDevice } from '#scenarios/world/index';
import type { Iccid } from '#shared/identifiers/iccid';
import { parseIccid } from '#shared/identifiers/iccid';

import { cardFacts } from '../card-facts.ts';
import type { ExitCode } from '../exit.ts';
import { exitCodes, WrongUsage } from '../exit.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { counted } from '../counted.ts';
import { withAdvice } from '../euicc-advice.ts';
import { sameOptions } from '../same-options.ts';
import { settingsOf, withSettings } from '../settings-options.ts';
import { expectDevice, withDevice } from '../with-device.ts';
import { addCreate } from './device-create.ts';

/** `esimlab device`: looks after the card of this folder. */
export const addDevice: AddCommand = (program, given, exit) => {
  const device = program
    .command('device')
    .description('Looks after the simulated device and its profiles.')
    .addHelpText('after', '\nExample: esimlab device list');
  addCreate(device, given);
  const on = (name: string, says: string, words: string, example: string): Command => {
    const command = device
      .command(`${name}${words}`)
      .description(says)
      .option('--json', 'print the result as JSON');
    command.addHelpText('after', `\nExample: esimlab device ${example}`);
    return withSettings(command, 'data', 'device', 'ci', 'logLevel', 'logFile');
  };
  const work = (command: Command, use: (device: WorldDevice, print: Print) => Promise<void>): Promise<void> =>
    workOn(command, given, exit, use);

  const list = on('list', 'Lists the profiles on the card.', '', 'list');
  list.option('--all', 'show provisioning and test profiles too').action(() =>
    work(list, async ({ lpa }, print) => {
      const { all = false } = list.opts<{ all?: true }>();
      const profiles = (await lpa.profiles()).filter(
        ({ profileClass }) => all || (profileClass !== 'provisioning' && profileClass !== 'test'),
      );
      print({ profiles }, () => profileTable(profiles, sameOptions(list, 'data', 'device')));
    }),
  );
  const info = on('info', 'Shows EID, versions, memory and CIs of the card.', '', 'info');
  info.action(() =>
    work(info, async ({ lpa, eid }, print) => {
      const facts = cardFacts(eid, await lpa.info(), await lpa.addresses());
      print(facts, () =>
        Object.entries(facts).map(([name, value]) => `${name.padEnd(22)}  ${String(value)}`),
      );
    }),
  );
  for (const [name, says] of changes) {
    const command = on(name, says, ' <iccid>', `${name} 8900101234567890123`);
    command.action((iccid: string) =>
      work(command, async ({ lpa }, print) => {
        const wanted = readIccid(iccid);
        printDelivery(print, `${name}d ${wanted}`, await lpa[name](wanted));
      }),
    );
  }
  const nickname = on(
    'nickname',
    'Names a profile; no name takes it away.',
    ' <iccid> [name]',
    'nickname 8900101234567890123 Work',
  );
  nickname.action((iccid: string, given?: string) =>
    work(nickname, async ({ lpa }, print) => {
      const wanted = readIccid(iccid);
      const name = given ?? '';
      if (toUtf8(name).length > 64)
        throw new WrongUsage('a nickname has at most 64 octets; choose a shorter one');
      await lpa.setNickname(wanted, name);
      print({ iccid: wanted, nickname: name }, () => [
        name === '' ? `${wanted} has no nickname` : `${wanted} is "${name}"`,
      ]);
    }),
  );
  const notifications = on(
    'notifications',
    'Lists the notifications that wait on the card.',
    '',
    'notifications --deliver',
  );
  notifications.option('--deliver', 'deliver them').action(() =>
    work(notifications, async ({ lpa }, print) => {
      if (notifications.opts<{ deliver?: true }>().deliver === true) {
        printDelivery(print, 'done', await lpa.deliverNotifications());
        return;
      }
      const waiting = (await lpa.notifications()).map((each) => ({
        seqNumber: each.seqNumber,
        event: each.profileManagementOperation.join(' ').replaceAll('notification', '').toLowerCase(),
        address: each.notificationAddress,
      }));
      print({ notifications: waiting }, () =>
        waiting.length === 0
          ? ['no notification waits']
          : waiting.map((each) => `${each.seqNumber}  ${each.event}  ${each.address}`),
      );
    }),
  );
  const reset = on(
    'reset',
    'Deletes all profiles and the default SM-DP+ address (eUICC memory reset).',
    '',
    'reset',
  );
  reset.action(() =>
    work(reset, async ({ lpa }, print) => {
      printDelivery(print, 'the card is as new', await lpa.memoryReset());
    }),
  );
};

const changes = [
  ['enable', 'Enables a profile; the one enabled before is disabled.'],
  ['disable', 'Disables a profile.'],
  ['delete', 'Deletes a profile.'],
] as const;

type Print = (json: object, lines: () => readonly string[]) => void;

async function workOn(
  command: Command,
  given: Surroundings,
  exit: (code: ExitCode) => void,
  use: (device: WorldDevice, print: Print) => Promise<void>,
): Promise<void> {
  const settings = await settingsOf(command, given);
  const { json = false } = command.opts<{ json?: true }>();
  const work = { command: `esimlab device ${command.name()}`, settings };
  expectDevice(work, given);
  const print: Print = (value, lines) => {
    if (json) given.terminal.out(JSON.stringify(value));
    else for (const line of lines()) given.terminal.out(line);
  };
  await withDevice(work, given, async (device) => {
    try {
      await use(device, print);
    } catch (error) {
      const diagnosis = diagnose(error);
      if (diagnosis === undefined || !(error instanceof Error)) throw error;
      if (json)
        given.terminal.out(JSON.stringify({ ok: false, status: diagnosis.status, message: error.message }));
      given.terminal.note(`esimlab: ${withAdvice(error.message, diagnosis.code)} (${diagnosis.status})`);
      exit(exitCodes.failed);
    }
  });
}

function printDelivery(print: Print, what: string, { delivered, kept }: Delivery): void {
  const notifications = { delivered: delivered.length, pending: kept.length };
  print({ ok: true, notifications }, () => [
    `${what}; ${counted(delivered.length, 'notification')} delivered, ${kept.length === 0 ? 'none waits' : `${kept.length} waiting`}`,
    ...new Set(
      kept.map(({ notification, reason }) => `  for ${notification.notificationAddress}: ${reason}`),
    ),
  ]);
}

function profileTable(
  profiles: Awaited<ReturnType<WorldDevice['lpa']['profiles']>>,
  options: string,
): readonly string[] {
  if (profiles.length === 0)
    return [`no profile is on the card; next: npx esimlab download immediate${options}`];
  const table = new Table({
    head: ['ICCID', 'state', 'provider', 'profile', 'class', 'nickname'],
    style: { head: [], border: [] },
  });
  for (const each of profiles) {
    table.push([
      each.iccid,
      each.state,
      each.serviceProviderName,
      each.profileName,
      each.profileClass ?? '?',
      each.nickname ?? '',
    ]);
  }
  return table.toString().split('\n');
}

function readIccid(text: string): Iccid {
  try {
    return parseIccid(text);
  } catch (error) {
    throw new WrongUsage(
      `${error instanceof Error ? error.message : ''}; esimlab device list shows those on the card`,
      { cause: error },
    );
  }
}
