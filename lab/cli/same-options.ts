import type { Command } from 'commander';
import { flagOf } from '#shared/runtime/settings';

/** The options by which a command chose its data folder and device, to be given again in a hint: ` --device watch`. */
export function sameOptions(command: Command, ...names: readonly ('data' | 'device')[]): string {
  const given = command.opts<Readonly<Record<string, string | undefined>>>();
  return names
    .map((name) => [flagOf(name), given[name]] as const)
    .map(([flag, value]) => (value === undefined ? '' : ` ${flag} ${value}`))
    .join('');
}
