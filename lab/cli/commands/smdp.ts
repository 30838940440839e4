import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { InvalidArgumentError } from 'commander';
import { metadataFor } from '#scenarios/operator/index';
import type { World } from '#scenarios/world/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, fromUtf8 } from '#shared/bytes/bytes';
import { iccidToBytes } from '#shared/identifiers/iccid';
import { parsePlmn, plmnToBytes } from '#shared/identifiers/plmn';
import type { ProfileClass } from '#shared/rsp/store-metadata';
import type { ProfileFacts } from '#shared/saip/index';
import { profileFacts } from '#shared/saip/index';

import type { ReadyLine } from '../data.ts';
import { WrongUsage } from '../exit.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { sameOptions } from '../same-options.ts';
import { serve, withServingOptions } from '../serve.ts';
import { settingsOf } from '../settings-options.ts';

interface SmdpFlags {
  readonly upp?: string;
  readonly matchingId: string;
  readonly eid?: string;
  readonly confirmationCode?: string;
  readonly curve: 'nist' | 'brainpool';
  readonly spn: string;
  readonly ppr?: readonly ('ppr1' | 'ppr2')[];
  readonly class: ProfileClass;
  readonly ppk?: true;
  readonly tls: boolean;
  readonly once?: true;
  readonly address?: readonly string[];
  readonly json?: true;
}

/** `esimlab smdp`: an SM-DP+ with one order of your choosing. */
export const addSmdp: AddCommand = (program, given) => {
  const command = program
    .command('smdp')
    .description('Runs an SM-DP+ with one order: a profile built here, or one of yours.')
    .option(
      '--upp <file>',
      'an unprotected profile package (DER, or hex) to give out instead of one built here',
    )
    .option('--matching-id <id>', 'what the activation code calls the order', 'ESIMLAB')
    .option('--eid <digits>', 'only this eUICC gets the profile (with --once)')
    .option('--confirmation-code <code>', 'ask for this Confirmation Code')
    .option(
      '--curve <curve>',
      'curve of the certificates: nist or brainpool',
      oneOf('nist', 'brainpool'),
      'nist',
    )
    .option('--spn <name>', 'service provider name', 'esimlab')
    .option('--ppr <rules>', 'profile policy rules: ppr1, ppr2 or ppr1,ppr2', pprs)
    .option(
      '--class <class>',
      'test, provisioning or operational',
      oneOf('test', 'provisioning', 'operational'),
      'operational',
    )
    .option('--ppk', 'protect profile segments by keys of their own (ReplaceSessionKeys)')
    .option('--no-tls', 'plain HTTP, for clients that bring their own TLS')
    .addHelpText('after', '\nExample: esimlab smdp --matching-id TEST-1 --confirmation-code 1234');
  withServingOptions(command).action(async () => {
    const flags = command.opts<SmdpFlags>();
    if (flags.eid !== undefined && flags.once !== true) {
      throw new WrongUsage('--eid is for an order of one device: give --once too');
    }
    if (flags.confirmationCode === '')
      throw new WrongUsage('--confirmation-code is empty; give a code, or leave it out');
    await serve(
      {
        command: 'esimlab smdp',
        settings: await settingsOf(command, given),
        curve: flags.curve === 'nist' ? 'P-256' : 'brainpoolP256r1',
        tls: flags.tls,
        ppk: flags.ppk === true,
        aliases: flags.address ?? [],
        json: flags.json === true,
        open: (world) => order(world, flags, given),
        describe: (line) => describe(line, sameOptions(command, 'data'), flags.confirmationCode),
      },
      given,
    );
  });
};

async function order(
  world: World,
  flags: SmdpFlags,
  given: Surroundings,
): Promise<ReadyLine['activationCodes']> {
  const { matchingId, confirmationCode, eid, spn, ppr, upp } = flags;
  const terms = {
    serviceProviderName: spn,
    profileClass: flags.class,
    matchingId,
    ...(confirmationCode === undefined ? {} : { confirmationCode }),
    ...(ppr === undefined ? {} : { profilePolicyRules: ppr }),
    ...(upp === undefined ? {} : { profile: profileFrom(upp, world.smdp.address, flags, given) }),
  };
  try {
    const code =
      flags.once === true
        ? (await world.desk.order({ ...terms, ...(eid === undefined ? {} : { eid }) })).activationCode
        : world.desk.offer(terms);
    return [{ code, path: 'order' }];
  } catch (error) {
    if (error instanceof TypeError) throw new WrongUsage(error.message, { cause: error });
    throw error;
  }
}

function profileFrom(
  file: string,
  notificationAddress: string,
  { spn, ppr, class: profileClass }: SmdpFlags,
  given: Surroundings,
) {
  const upp = readPackage(resolve(given.folder, file));
  const { iccid, imsi } = factsOf(upp, file);
  const owner =
    ppr === undefined || imsi === undefined ? undefined : plmnToBytes(parsePlmn(imsi.slice(0, 5)));
  const metadata = metadataFor(iccidToBytes(iccid), owner, {
    serviceProviderName: spn,
    profileName: file.replace(/^.*[\\/]/, '').slice(0, 64),
    profileClass,
    notificationAddress,
    ...(ppr === undefined ? {} : { profilePolicyRules: ppr }),
  });
  return { upp, metadata };
}

function readPackage(file: string): Bytes {
  let octets: Bytes;
  try {
    octets = new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new WrongUsage(`cannot read the profile package ${file}; give a file with --upp`, { cause: error });
  }
  if (octets[0] === 0xa0) return octets;
  try {
    return fromHex(fromUtf8(octets));
  } catch (error) {
    throw new WrongUsage(
      `${file} is neither a DER profile package nor hex; "esimlab inspect" says what it is`,
      { cause: error },
    );
  }
}

function factsOf(upp: Bytes, file: string): ProfileFacts {
  try {
    return profileFacts(upp);
  } catch (error) {
    throw new WrongUsage(`${file} is no profile package: ${error instanceof Error ? error.message : ''}`, {
      cause: error,
    });
  }
}

function describe(
  { smdp, activationCodes }: ReadyLine,
  options: string,
  confirmationCode?: string,
): readonly string[] {
  const code = activationCodes[0]?.code ?? '';
  const confirmation = confirmationCode === undefined ? '' : ` --confirmation-code ${confirmationCode}`;
  return [
    `SM-DP+ ${smdp.url} (ES9+), with test keys only`,
    `activation code  ${code}`,
    `Next, in another terminal:  npx esimlab download '${code}'${confirmation}${options}`,
  ];
}

function oneOf<const T extends string>(...words: readonly T[]): (text: string) => T {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new InvalidArgumentError(`it is one of ${words.join(', ')}.`);
    return found;
  };
}

function pprs(text: string): readonly ('ppr1' | 'ppr2')[] {
  return text.split(',').map((word) => oneOf('ppr1', 'ppr2')(word.trim().toLowerCase()));
}
