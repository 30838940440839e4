import type { Command } from 'commander';
import { emmCauses } from '#device-sim/network/index';
import { didYouMean } from '#shared/runtime/did-you-mean';
import { parseSpan } from '#shared/runtime/span';

import type { RefusalAnswer, RefusalsAnswer, RefuseAttachRequest } from '../../control/index.ts';
import { expectRunningLab } from '../data.ts';
import { WrongUsage } from '../exit.ts';
import { askingLab, inPath } from '../lab-client.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { settingsOf, withSettings } from '../settings-options.ts';

const refusals = '/api/network/refusals';
const ways = ['congestion', 'authentication', 'noAnswer'] as const;
const whom = 'an IMSI, or the ICCID of an order (default: everyone)';

/** `esimlab network`: whom the network of the running lab turns away. */
export const addNetwork: AddCommand = (program, given) => {
  const network = program
    .command('network')
    .description('Shows whom the network turns away, has it refuse subscribers, and lets them in again.')
    .addHelpText('after', '\nExample: esimlab network refuse 15 --for 10m');
  const show = network
    .command('show', { isDefault: true })
    .description('Shows whom the network turns away (this is what "esimlab network" alone does).')
    .addHelpText('after', '\nExample: esimlab network show --json');
  withNetworkOptions(show).action(() => tell(show, given, 'GET', refusals));
  const refuse = network
    .command('refuse <how>')
    .description('Turns away who wants to attach from now on. Who is attached stays so.')
    .argument('[who]', whom)
    .option('--for <span>', 'for so long: 10m (default: until they are let in again)')
    .addHelpText(
      'after',
      `\n<how> is an EMM cause (TS 24.301 §9.9.3.9), congestion, authentication or noAnswer.\n\nExample: esimlab network refuse congestion --for 10m`,
    );
  withNetworkOptions(refuse).action((how: string, who: string | undefined) => {
    const { for: span } = refuse.opts<{ for?: string }>();
    const request: RefuseAttachRequest = { how: wayOf(how), ...spanOf(span) };
    if (request.how === 'congestion' && span === undefined)
      throw new WrongUsage('a congested network says for how long: add --for 10m');
    return tell(refuse, given, 'PUT', `${refusals}/${inPath(who ?? 'everyone')}`, request);
  });
  const admit = network
    .command('admit')
    .description('Lets them in again: nobody is turned away by what was said of them before.')
    .argument('[who]', whom)
    .addHelpText('after', '\nExample: esimlab network admit 001010123456789');
  withNetworkOptions(admit).action((who: string | undefined) =>
    tell(admit, given, 'DELETE', `${refusals}/${inPath(who ?? 'everyone')}`),
  );
};

function withNetworkOptions(command: Command): Command {
  return withSettings(command.option('--json', 'print the result as JSON'), 'data');
}

async function tell(
  command: Command,
  given: Surroundings,
  method: 'GET' | 'PUT' | 'DELETE',
  path: string,
  request?: object,
): Promise<void> {
  const lab = expectRunningLab(await settingsOf(command, given), given);
  const answer = await askingLab(lab, given.interrupted, (client) =>
    client.ask<RefusalsAnswer>(method, path, request),
  );
  const { json = false } = command.opts<{ json?: true }>();
  if (json) given.terminal.out(JSON.stringify(answer));
  else for (const line of linesOf(answer)) given.terminal.out(line);
}

function linesOf(answer: RefusalsAnswer): readonly string[] {
  if (answer.refusals.length === 0) return ['the network turns nobody away'];
  return answer.refusals.map(({ who, how, until }) => {
    const span = until === undefined ? '' : ` until ${until}`;
    return `${who} is turned away${span}: ${sayingOf(how)}`;
  });
}

function sayingOf(how: RefusalAnswer['how']): string {
  if (typeof how !== 'number') return how;
  const name = Object.entries(emmCauses).find(([cause]) => Number(cause) === how)?.[1];
  return `cause ${how}${name === undefined ? '' : ` (${name})`}`;
}

function wayOf(how: string): RefuseAttachRequest['how'] {
  if (Object.hasOwn(emmCauses, how)) return Number(how);
  const way = ways.find((each) => each === how);
  if (way !== undefined) return way;
  const meant = didYouMean(how, ways);
  const hint =
    meant === undefined ? `known causes: ${Object.keys(emmCauses).join(', ')}` : `did you mean ${meant}?`;
  throw new WrongUsage(`"${how}" is neither an EMM cause nor ${ways.join(', ')}; ${hint}`);
}

function spanOf(text: string | undefined): { readonly for?: string } {
  if (text === undefined) return {};
  try {
    parseSpan(text);
    return { for: text };
  } catch (error) {
    throw new WrongUsage(`--for: ${error instanceof Error ? error.message : ''}`, { cause: error });
  }
}
