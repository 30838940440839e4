import type { Command } from 'commander';
import { declaration } from '#shared/runtime/settings-declaration';
import type { ProductSettings } from '#shared/runtime/settings-declaration';
import { flagOf, resolveSettings, shownDefault } from '#shared/runtime/settings';

import type { Surroundings } from './program.ts';

type SettingName = keyof typeof declaration;

/** Adds settings as options of a command; their sentences and defaults come from the declaration. */
export function withSettings(command: Command, ...names: readonly SettingName[]): Command {
  for (const name of names) {
    const { says, parse } = declaration[name];
    const standard = shownDefault(declaration[name]);
    const value = parse.words === undefined ? '<value>' : `<${parse.words.join('|')}>`;
    command.option(
      `${flagOf(name)} ${value}`,
      standard === 'none' ? says : `${says} (default: ${plain(standard)})`,
    );
  }
  return command;
}

/**
 * The settings of a command line: flag over environment over esimlab.yaml over default.
 * @throws WrongSettings naming every wrong one.
 */
export async function settingsOf(
  command: Command,
  { environment, folder }: Pick<Surroundings, 'environment' | 'folder'>,
  except: readonly SettingName[] = [],
): Promise<ProductSettings> {
  const given = command.optsWithGlobals<Readonly<Record<string, unknown>>>();
  const flags = Object.fromEntries(
    Object.entries(given).filter(([name]) => name in declaration && !except.some((each) => each === name)),
  );
  return resolveSettings(declaration, { flags, environment, folder });
}

const plain = (text: string): string => text.replaceAll('`', '');
