import Table from 'cli-table3';
import type { Command } from 'commander';
import { Option } from 'commander';
import { parseIccid } from '#shared/identifiers/iccid';

import type {
  CancelOrderRequest,
  OrderAnswer,
  OrdersAnswer,
  PlaceOrderRequest,
} from '../../control/index.ts';
import { expectRunningLab } from '../data.ts';
import { WrongUsage } from '../exit.ts';
import type { LabClient } from '../lab-client.ts';
import { askingLab, inPath } from '../lab-client.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { sameOptions } from '../same-options.ts';
import { settingsOf, withSettings } from '../settings-options.ts';

/** `esimlab order`: the operator's desk of the running lab. */
export const addOrder: AddCommand = (program, given) => {
  const order = program
    .command('order')
    .description("Works at the operator's desk of the running lab.")
    .addHelpText('after', '\nExample: esimlab order place --plan "10 GB" --valid-for 30m');
  addList(order, given);
  addPlace(order, given);
  const release = order
    .command('release <iccid>')
    .description('Releases an order that was placed unreleased: now it can be downloaded.')
    .addHelpText('after', '\nExample: esimlab order release 8900101234567890123');
  withDeskOptions(release).action((iccid: string) => change(release, given, 'release', iccid, {}));
  const cancel = order
    .command('cancel <iccid>')
    .description('Cancels an order.')
    .addOption(
      new Option('--final <status>', 'whether the profile can be ordered again')
        .choices(['Available', 'Unavailable'])
        .default('Available'),
    )
    .addHelpText('after', '\nExample: esimlab order cancel 8900101234567890123');
  withDeskOptions(cancel).action((iccid: string) => {
    const { final } = cancel.opts<{ final: CancelOrderRequest['finalProfileStatus'] }>();
    return change(cancel, given, 'cancel', iccid, { finalProfileStatus: final });
  });
};

function addList(order: Command, given: Surroundings): void {
  const list = order
    .command('list', { isDefault: true })
    .description('Lists the orders (this is what "esimlab order" alone does).')
    .addHelpText('after', '\nExample: esimlab order list --json');
  withDeskOptions(list).action(async () => {
    const { orders } = await atDesk(list, given, (client) => client.ask<OrdersAnswer>('GET', '/api/orders'));
    if (wantsJson(list)) given.terminal.out(JSON.stringify({ orders }));
    else for (const line of orderTable(orders, sameOptions(list, 'data'))) given.terminal.out(line);
  });
}

interface PlaceFlags {
  readonly plan?: string;
  readonly spn?: string;
  readonly eid?: string;
  /** False: none. */
  readonly matchingId?: string | false;
  readonly confirmationCode?: string;
  readonly validFor?: string;
  readonly class?: PlaceOrderRequest['profileClass'];
  readonly ppr?: string;
  readonly released: boolean;
  readonly provision: boolean;
}

function addPlace(order: Command, given: Surroundings): void {
  const place = order
    .command('place')
    .description('Orders a profile and prints its activation code.')
    .option('--plan <name>', "the plan: the profile's name")
    .option('--spn <name>', 'service provider name')
    .option('--eid <digits>', 'only this eUICC gets the profile')
    .option('--matching-id <id>', 'what the activation code calls the order; drawn unless given')
    .option('--no-matching-id', 'found by its EID: for a device whose default SM-DP+ is that of the lab')
    .option('--confirmation-code <code>', 'ask for this Confirmation Code')
    .option('--valid-for <span>', 'how long the order can be downloaded: 30m, 2d')
    .addOption(
      new Option('--class <class>', 'class of the profile').choices(['test', 'provisioning', 'operational']),
    )
    .option('--ppr <rules>', 'profile policy rules: ppr1, ppr2 or ppr1,ppr2')
    .option('--no-released', 'not for download before "esimlab order release"')
    .option('--no-provision', 'the network does not know the subscriber yet')
    .addHelpText('after', '\nExample: esimlab order place --plan "10 GB" --no-released');
  withDeskOptions(place).action(async () => {
    const request = requestOf(place.opts<PlaceFlags>());
    const placed = await atDesk(place, given, (client) =>
      client.ask<OrderAnswer>('POST', '/api/orders', request),
    );
    if (wantsJson(place)) given.terminal.out(JSON.stringify(placed));
    else for (const line of describe(placed, sameOptions(place, 'data'))) given.terminal.out(line);
  });
}

function requestOf(flags: PlaceFlags): PlaceOrderRequest {
  const { plan, spn, class: profileClass, released, provision, eid, matchingId, ...rest } = flags;
  const { confirmationCode, validFor, ppr } = rest;
  if (matchingId === false && eid === undefined)
    throw new WrongUsage(
      '--no-matching-id needs --eid, by which the order is found; esimlab device info shows it',
    );
  const request = {
    profileName: plan,
    serviceProviderName: spn,
    profileClass,
    eid,
    matchingId: matchingId === false ? '' : matchingId,
    confirmationCode,
    validFor,
    profilePolicyRules: ppr?.split(',').map((rule) => rule.trim().toLowerCase()),
    ...(released ? {} : { released }),
    ...(provision ? {} : { provision }),
  };
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}

async function change(
  command: Command,
  given: Surroundings,
  what: 'release' | 'cancel',
  iccid: string,
  request: object,
): Promise<void> {
  const path = `/api/orders/${inPath(readIccid(iccid))}/${what}`;
  const changed = await atDesk(command, given, (client) => client.ask<OrderAnswer>('POST', path, request));
  if (wantsJson(command)) given.terminal.out(JSON.stringify(changed));
  else given.terminal.out(`order ${changed.iccid} is ${changed.state} now`);
}

function withDeskOptions(command: Command): Command {
  return withSettings(command.option('--json', 'print the result as JSON'), 'data');
}

const wantsJson = (command: Command): boolean => command.opts<{ json?: true }>().json === true;

async function atDesk<T>(
  command: Command,
  given: Surroundings,
  use: (client: LabClient) => Promise<T>,
): Promise<T> {
  const lab = expectRunningLab(await settingsOf(command, given), given);
  return askingLab(lab, given.interrupted, use);
}

function describe({ iccid, state, activationCode }: OrderAnswer, options: string): readonly string[] {
  return [
    `ordered:   ICCID ${iccid}, ${state}`,
    `code:      ${activationCode}`,
    state === 'Released'
      ? `next:      npx esimlab download '${activationCode}'${options}`
      : `next:      npx esimlab order release ${iccid}${options}`,
  ];
}

function orderTable(orders: readonly OrderAnswer[], options: string): readonly string[] {
  if (orders.length === 0) return [`there is no order; next: npx esimlab order place${options}`];
  const table = new Table({
    head: ['ICCID', 'state', 'plan', 'activation code', 'last heard'],
    style: { head: [], border: [] },
  });
  for (const { iccid, state, profileType = '', activationCode, progress } of orders) {
    const last = progress.at(-1);
    table.push([iccid, state, profileType, activationCode, last === undefined ? '' : heard(last)]);
  }
  return table.toString().split('\n');
}

const heard = ({ point, status }: OrderAnswer['progress'][number]): string =>
  status === 'success' ? point : `${point}: ${status}`;

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
