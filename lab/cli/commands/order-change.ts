import type { Command } from 'commander';
import { parseIccid } from '#shared/identifiers/iccid';

import type { OrderAnswer } from '../../control/index.ts';
import { expectRunningLab } from '../data.ts';
import { WrongUsage } from '../exit.ts';
import type { LabClient } from '../lab-client.ts';
import { askingLab, inPath } from '../lab-client.ts';
import type { Surroundings } from '../program.ts';
import { settingsOf, withSettings } from '../settings-options.ts';

/** What the commands of the desk have in common. */
export function withDeskOptions(command: Command): Command {
  return withSettings(command.option('--json', 'print the result as JSON'), 'data');
}

export const wantsJson = (command: Command): boolean => command.opts<{ json?: true }>().json === true;

/** Asks the desk of the running lab. @throws CannotRunHere where none runs; LabRefused */
export async function atDesk<T>(
  command: Command,
  given: Surroundings,
  use: (client: LabClient) => Promise<T>,
): Promise<T> {
  const lab = expectRunningLab(await settingsOf(command, given), given);
  return askingLab(lab, given.interrupted, use);
}

/** What is changed in an order, and what is said of it then. */
export interface OrderChange {
  readonly method?: 'POST' | 'PUT';
  /** `release` and the like: the end of the path. */
  readonly what: string;
  readonly iccid: string;
  readonly request?: object;
  readonly says: (changed: OrderAnswer) => string;
}

/** Changes an order of the running lab, and says how it is then. */
export async function changeOrder(
  command: Command,
  given: Surroundings,
  { method = 'POST', what, iccid, request = {}, says }: OrderChange,
): Promise<void> {
  const path = `/api/orders/${inPath(readIccid(iccid))}/${what}`;
  const changed = await atDesk(command, given, (client) => client.ask<OrderAnswer>(method, path, request));
  given.terminal.out(wantsJson(command) ? JSON.stringify(changed) : says(changed));
}

function readIccid(text: string): string {
  try {
    return parseIccid(text);
  } catch (error) {
    throw new WrongUsage(
      `${error instanceof Error ? error.message : ''}; esimlab order list shows those that are ordered`,
      { cause: error },
    );
  }
}
