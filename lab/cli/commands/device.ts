import { diagnose } from '#device-sim/lpa/index';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { toUtf8 } from '#shared/bytes/bytes';
import type { Iccid } from '#shared/identifiers/iccid';
import { parseIccid } from '#shared/identifiers/iccid';
import { plainText } from '#shared/runtime/plain-text';

import type { CardAnswer, DeliveryAnswer, DeviceAnswer, DeviceRoom } from '../../control/index.ts';
import { deviceRoom, parseDefaultSmdpAddress } from '../../control/index.ts';
import { counted } from '../counted.ts';
import { dataFolderOf } from '../data.ts';
import { withAdvice } from '../euicc-advice.ts';
import type { ExitCode } from '../exit.ts';
import { exitCodes, WrongUsage } from '../exit.ts';
import { askingLab, runningLab } from '../lab-client.ts';
import { labDevice } from '../lab-device.ts';
import { LabRefused } from '../lab-refused.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { sameOptions } from '../same-options.ts';
import { settingsOf, withSettings } from '../settings-options.ts';
import { expectDevice, withDevice } from '../with-device.ts';
import { addCreate } from './device-create.ts';
import { addToasts } from './device-toasts.ts';

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
  const work = (command: Command, use: (room: DeviceRoom, print: Print) => Promise<void>): Promise<void> =>
    workOn(command, given, exit, use);

  const list = on('list', 'Lists the profiles on the card.', '', 'list');
  list.option('--all', 'show provisioning and test profiles too').action(() =>
    work(list, async (room, print) => {
      const { all = false } = list.opts<{ all?: true }>();
      const profiles = (await room.describe()).profiles.filter(
        ({ profileClass }) => all || (profileClass !== 'provisioning' && profileClass !== 'test'),
      );
      print({ profiles }, () => profileTable(profiles, sameOptions(list, 'data', 'device')));
    }),
  );
  const info = on('info', 'Shows EID, versions, memory and CIs of the card.', '', 'info');
  info.action(() =>
    work(info, async (room, print) => {
      const facts = factsOf(await room.describe());
      print(facts, () =>
        Object.entries(facts).map(([name, value]) => `${name.padEnd(22)}  ${String(value)}`.trimEnd()),
      );
    }),
  );
  for (const [name, says] of changes) {
    const command = on(name, says, ' <iccid>', `${name} 8900101234567890123`);
    command.action((iccid: string) =>
      work(command, async (room, print) => {
        const wanted = readIccid(iccid);
        printDelivery(print, `${name}d ${wanted}`, await room[name](wanted));
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
    work(nickname, async (room, print) => {
      const wanted = readIccid(iccid);
      const name = given ?? '';
      if (toUtf8(name).length > 64)
        throw new WrongUsage('a nickname has at most 64 octets; choose a shorter one');
      const renamed = await room.setNickname(wanted, name);
      print(renamed, () => [name === '' ? `${wanted} has no nickname` : `${wanted} is "${name}"`]);
    }),
  );
  const defaultSmdp = on(
    'default-smdp',
    'Shows or sets the SM-DP+ that a download without an activation code asks.',
    ' [address]',
    'default-smdp localhost:8443',
  ).option('--clear', 'take the address away');
  defaultSmdp.action((address?: string) => {
    const { clear = false } = defaultSmdp.opts<{ clear?: true }>();
    if (clear && address !== undefined)
      throw new WrongUsage('--clear takes the address away; give either it or an address');
    const wanted = clear ? '' : readAddress(address);
    return work(defaultSmdp, async (room, print) => {
      const now = wanted === undefined ? await defaultSmdpOf(room) : await room.setDefaultSmdp(wanted);
      print(now, () => [
        now.address === '' ? 'the card has no default SM-DP+' : `the default SM-DP+ is ${now.address}`,
      ]);
    });
  });
  const notifications = on(
    'notifications',
    'Lists the notifications that wait on the card.',
    '',
    'notifications --deliver',
  );
  notifications.option('--deliver', 'deliver them').action(() =>
    work(notifications, async (room, print) => {
      if (notifications.opts<{ deliver?: true }>().deliver === true) {
        printDelivery(print, 'done', await room.deliverNotifications());
        return;
      }
      const { notifications: waiting } = await room.describe();
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
    work(reset, async (room, print) => {
      printDelivery(print, 'the card is as new', await room.reset());
    }),
  );
  addToasts(device, given, exit);
};

const changes = [
  ['enable', 'Enables a profile; the one enabled before is disabled.'],
  ['disable', 'Disables a profile.'],
  ['delete', 'Deletes a profile.'],
] as const;

type Print = (json: object, lines: () => readonly string[]) => void;

/** Works on a device: that of the running lab where one owns the folder's devices, else here. */
async function workOn(
  command: Command,
  given: Surroundings,
  exit: (code: ExitCode) => void,
  use: (room: DeviceRoom, print: Print) => Promise<void>,
): Promise<void> {
  const settings = await settingsOf(command, given);
  const { json = false } = command.opts<{ json?: true }>();
  const print: Print = (value, lines) => {
    if (json) given.terminal.out(JSON.stringify(value));
    else for (const line of lines()) given.terminal.out(line);
  };
  const tryOn = async (room: DeviceRoom): Promise<void> => {
    try {
      await use(room, print);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined || !(error instanceof Error)) throw error;
      const { status, code } = failure;
      if (json) given.terminal.out(JSON.stringify({ ok: false, status, message: error.message }));
      given.terminal.note(`esimlab: ${withAdvice(error.message, code)} (${status})`);
      exit(exitCodes.failed);
    }
  };
  const lab = runningLab(dataFolderOf(settings, given), 'device');
  if (lab !== undefined) {
    await askingLab(lab, given.interrupted, (client) => tryOn(labDevice(client, settings.device)));
    return;
  }
  const work = { command: `esimlab device ${command.name()}`, settings };
  expectDevice(work, given);
  await withDevice(work, given, (device) => tryOn(deviceRoom(device)));
}

/** What the device's LPA says of an error, here or in the lab; undefined for any other. */
function failureOf(error: unknown): { readonly status: string; readonly code: string } | undefined {
  if (!(error instanceof LabRefused)) return diagnose(error);
  const { status, code = '' } = error.answer;
  return status === undefined ? undefined : { status, code };
}

function printDelivery(print: Print, what: string, { notifications, kept }: DeliveryAnswer): void {
  const { delivered, pending } = notifications;
  print({ ok: true, notifications }, () => [
    `${what}; ${counted(delivered, 'notification')} delivered, ${pending === 0 ? 'none waits' : `${pending} waiting`}`,
    ...new Set(kept.map(({ address, reason }) => `  for ${address}: ${reason}`)),
  ]);
}

/** What `info` shows: the card, and how the device stands with the network. */
function factsOf({ card, imei, registration }: DeviceAnswer): CardAnswer {
  return {
    ...card,
    imei,
    ...(registration === undefined ? {} : { registration: registration.state }),
  };
}

function profileTable(profiles: DeviceAnswer['profiles'], options: string): readonly string[] {
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
      plainText(each.serviceProviderName),
      plainText(each.profileName),
      each.profileClass ?? '?',
      plainText(each.nickname ?? ''),
    ]);
  }
  return table.toString().split('\n');
}

async function defaultSmdpOf(room: DeviceRoom): Promise<{ readonly address: string }> {
  const { card } = await room.describe();
  return { address: String(card['defaultSmdpAddress'] ?? '') };
}

function readAddress(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : parseDefaultSmdpAddress(text);
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : '', { cause: error });
  }
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
