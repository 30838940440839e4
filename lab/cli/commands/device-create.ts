import { ourRspCapability, ourUiccCapability } from '#device-sim/euicc/index';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { CardPart } from '#scenarios/world/index';
import { checkDigitsAreRight, parseEid } from '#shared/identifiers/eid';
import type { ProductSettings } from '#shared/runtime/settings-declaration';

import type { CreatedAnswer, CreateDeviceRequest } from '../../control/index.ts';
import { dataFolderOf } from '../data.ts';
import { WrongUsage } from '../exit.ts';
import { askingLab, runningLab } from '../lab-client.ts';
import type { Surroundings } from '../program.ts';
import { sameOptions } from '../same-options.ts';
import { settingsOf, withSettings } from '../settings-options.ts';
import { deviceExists, withDevice } from '../with-device.ts';

interface CreateFlags {
  readonly eid?: string;
  readonly svn?: string;
  readonly ci: 'nist' | 'brp' | 'both' | 'own';
  readonly memory?: number;
  readonly capability?: Pick<CardPart, 'rspCapability' | 'uiccCapability'>;
  readonly json?: true;
}

/** `esimlab device create`: a new card. */
export function addCreate(device: Command, given: Surroundings): void {
  const command = device
    .command('create')
    .description('Makes a new card. Without this the first download makes one.')
    .option('--eid <digits>', 'EID of 32 digits; drawn unless given', eidOf)
    .option('--svn <version>', 'the SGP.22 version it states', versionOf)
    .option(
      '--ci <cis>',
      'CIs of its certificates: nist, brp, both (test CIs), or own (those of --ci own)',
      ciOf,
      'nist',
    )
    .option('--memory <octets>', 'octets for profiles', octetsOf)
    .option(
      '--capability <names>',
      `what the card can do, instead of all: ${capabilityNames.join(', ')}`,
      capabilityOf,
    )
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample: esimlab device create --device watch --ci both --memory 65536');
  withSettings(command, 'data', 'device', 'seed').action(async () => {
    const { ci, capability, json, ...rest } = command.opts<CreateFlags>();
    const settings = {
      ...(await settingsOf(command, given, ['ci'])),
      ci: ci === 'own' ? ('own' as const) : ('test' as const),
    };
    const { eid, svn, memory } = rest;
    const card: CardPart = {
      ci: ci === 'own' ? 'both' : ci,
      ...capability,
      ...(eid === undefined ? {} : { eid }),
      ...(svn === undefined ? {} : { svn }),
      ...(memory === undefined ? {} : { memory }),
    };
    const made = await create(card, settings, ci === 'own', given);
    if (json === true) given.terminal.out(JSON.stringify(made));
    else
      given.terminal.out(
        `${made.device} is made, EID ${made.eid}; next: npx esimlab download immediate${sameOptions(command, 'data', 'device')}`,
      );
    if (!checkDigitsAreRight(parseEid(made.eid)))
      given.terminal.note(`esimlab: the check digits of EID ${made.eid} are wrong; it is used all the same`);
  });
}

/** Makes the card, in the running lab where one owns the folder's devices. */
async function create(
  card: CardPart,
  settings: ProductSettings,
  ownCi: boolean,
  given: Surroundings,
): Promise<CreatedAnswer> {
  const name = settings.device;
  const lab = runningLab(dataFolderOf(settings, given), 'device');
  if (lab !== undefined) {
    if (ownCi)
      throw new WrongUsage(
        `--ci own is a matter of the lab that runs: stop "${lab.command}" and give it --ci own`,
      );
    const request: CreateDeviceRequest = {
      name,
      ...card,
      uiccCapability: [...(card.uiccCapability ?? ourUiccCapability)],
      rspCapability: [...(card.rspCapability ?? ourRspCapability)],
    };
    return askingLab(lab, given.interrupted, (client) =>
      client.ask<CreatedAnswer>('POST', '/api/devices', request),
    );
  }
  const work = { command: 'esimlab device create', settings };
  if (deviceExists(work, given)) {
    throw new WrongUsage(`there is a card "${name}" already; choose another name with --device NAME`);
  }
  return withDevice({ ...work, card }, given, (made) =>
    Promise.resolve({ device: made.name, eid: made.eid }),
  );
}

const capabilityNames: readonly string[] = [...ourUiccCapability, ...ourRspCapability];

function capabilityOf(text: string): CreateFlags['capability'] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !capabilityNames.includes(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`"${unknown}" is none of ${capabilityNames.join(', ')}.`);
  const given = new Set(names);
  return {
    uiccCapability: ourUiccCapability.filter((name) => given.has(name)),
    rspCapability: ourRspCapability.filter((name) => given.has(name)),
  };
}

function eidOf(text: string): string {
  try {
    return parseEid(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : '');
  }
}

function versionOf(text: string): string {
  if (!/^\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(text))
    throw new InvalidArgumentError('a version looks like 2.5.0.');
  return text;
}

function ciOf(text: string): CreateFlags['ci'] {
  if (text === 'nist' || text === 'brp' || text === 'both' || text === 'own') return text;
  throw new InvalidArgumentError('it is one of nist, brp, both, own.');
}

function octetsOf(text: string): number {
  const octets = Number(text);
  if (!Number.isInteger(octets) || octets < 0 || octets > 2 ** 24)
    throw new InvalidArgumentError('octets are a whole number from 0 to 16777216.');
  return octets;
}
