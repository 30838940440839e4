import type { Command } from 'commander';
import { Argument } from 'commander';
import { parseCountry } from '#device-sim/network/index';
import { parsePlmn } from '#shared/identifiers/plmn';
import { parseOctetCount } from '#shared/runtime/octet-count';

import type { ModemAnswer, UseAnswer } from '../../control/index.ts';
import { expectRunningLab } from '../data.ts';
import { exitCodes, WrongUsage } from '../exit.ts';
import type { LabClient } from '../lab-client.ts';
import { askingLab, inPath } from '../lab-client.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { settingsOf, withSettings } from '../settings-options.ts';

/** `esimlab modem`: how a device of the running lab stands with the network, and what a person does about it. */
export const addModem: AddCommand = (program, given, exit) => {
  const modem = program
    .command('modem')
    .description('Shows how a device stands with the network; switches, moves and uses it.')
    .addHelpText('after', '\nExample: esimlab modem move DE');
  const on = (words: string, says: string, example: string, isDefault = false): Command => {
    const command = modem
      .command(words, { isDefault })
      .description(says)
      .option('--json', 'print the result as JSON')
      .addHelpText('after', `\nExample: esimlab modem ${example}`);
    return withSettings(command, 'data', 'device');
  };
  const show = on(
    'show',
    'Shows where the modem is registered, and in which country the device is.',
    'show',
    true,
  );
  show.action(() => tell(show, given, 'GET', ''));
  const power = on('power', 'Switches the device off or on.', 'power off').addArgument(
    new Argument('<to>').choices(['on', 'off']),
  );
  power.action((to: string) => tell(power, given, 'POST', '/power', { to }));
  const register = on(
    'register [network]',
    'Looks for a network anew, or for that one only.',
    'register 262/01',
  );
  register.action((network?: string) =>
    tell(
      register,
      given,
      'POST',
      '/register',
      network === undefined ? {} : { network: read(parsePlmn, network) },
    ),
  );
  const move = on('move <country>', 'Takes the device to a country, two letters.', 'move DE');
  move.action((country: string) =>
    tell(move, given, 'POST', '/move', { country: read(parseCountry, country) }),
  );
  const wifi = on(
    'wifi',
    'Has its pages go out by Wi-Fi, or over the data session of the modem.',
    'wifi off',
  ).addArgument(new Argument('<to>').choices(['on', 'off']));
  wifi.action((to: string) => tell(wifi, given, 'PUT', '/wifi', { on: to === 'on' }));
  const use = on(
    'use <host> <data>',
    'Uses data: exit code 1 where it is not carried.',
    'use video.example 10MB',
  );
  use.action((host: string, data: string) => {
    const octets = read(parseOctetCount, data);
    return asking(use, given, async (client, path) => {
      const answer = await client.ask<UseAnswer>('POST', `${path}/use`, { host, octets });
      const { json = false } = use.opts<{ json?: true }>();
      given.terminal.out(json ? JSON.stringify(answer) : `${host}: ${carriages[answer.outcome]}`);
      if (answer.outcome !== 'carried') exit(exitCodes.failed);
    });
  });
};

const carriages: Readonly<Record<UseAnswer['outcome'], string>> = {
  carried: 'carried',
  blocked: 'blocked: nothing is left of the balance',
  noSession: 'not carried: the device is registered in no network',
};

async function tell(
  command: Command,
  given: Surroundings,
  method: 'GET' | 'POST' | 'PUT',
  below: string,
  request?: object,
): Promise<void> {
  await asking(command, given, async (client, path) => {
    const answer = await client.ask<ModemAnswer>(method, path + below, request);
    const { json = false } = command.opts<{ json?: true }>();
    given.terminal.out(json ? JSON.stringify(answer) : lineOf(answer));
  });
}

async function asking(
  command: Command,
  given: Surroundings,
  work: (client: LabClient, path: string) => Promise<void>,
): Promise<void> {
  const settings = await settingsOf(command, given);
  const path = `/api/devices/${inPath(settings.device)}/modem`;
  await askingLab(expectRunningLab(settings, given), given.interrupted, (client) => work(client, path));
}

/** `roaming at 262/01 with 89001…, in DE`. */
function lineOf({ registration, country, wifi }: ModemAnswer): string {
  const { state, plmn, iccid, cause } = registration;
  return [
    state,
    plmn === undefined ? '' : ` at ${plmn}`,
    iccid === undefined ? ', no profile is enabled' : ` with ${iccid}`,
    cause === undefined ? '' : `, cause ${cause}`,
    country === undefined ? '' : `, in ${country}`,
    wifi ? '' : ', not on Wi-Fi',
  ].join('');
}

function read<T>(parse: (text: string) => T, text: string): T {
  try {
    return parse(text);
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : '', { cause: error });
  }
}
