import Table from 'cli-table3';
import type { Command } from 'commander';
import { Option } from 'commander';

import type {
  CancelOrderRequest,
  OrderAnswer,
  OrdersAnswer,
  PlaceOrderRequest,
} from '../../control/index.ts';
import { WrongUsage } from '../exit.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { sameOptions } from '../same-options.ts';
import { atDesk, changeOrder, wantsJson, withDeskOptions } from './order-change.ts';
import { addSubscriber } from './order-subscriber.ts';
import { readAvailability, readBalance, readProvision } from './order-terms.ts';

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
  withDeskOptions(release).action((iccid: string) =>
    changeOrder(release, given, { what: 'release', iccid, says: stateSaid }),
  );
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
    const request = { finalProfileStatus: final };
    return changeOrder(cancel, given, { what: 'cancel', iccid, request, says: stateSaid });
  });
  addSubscriber(order, given);
};

const stateSaid = ({ iccid, state }: OrderAnswer): string => `order ${iccid} is ${state} now`;

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
  readonly type?: string;
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
  readonly available?: string;
  /** False: by hand. */
  readonly provision?: string | false;
  readonly onlyIfInstalled?: true;
  readonly balance?: string;
}

function addPlace(order: Command, given: Surroundings): void {
  const place = order
    .command('place')
    .description('Orders a profile and prints its activation code.')
    .option('--type <name>', 'the type of profile: one of the setting profileTypes, or any name')
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
    .option(
      '--available <when>',
      'when it can be downloaded: 10m (after the order), 2026-12-01T09:00Z, manual',
    )
    .option(
      '--provision <when>',
      'when the network knows the subscriber: 22m (after the order), "22m from download", "22m from install"',
    )
    .option('--no-provision', 'the network does not know the subscriber before "esimlab order provision"')
    .option('--only-if-installed', 'with --provision: not before the profile is installed')
    .option(
      '--balance <octets>',
      'what the subscriber may use: 500MB, or "500MB for 30d"; all it wants unless given',
    )
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
  const { type, plan, spn, class: profileClass, released, provision, eid, matchingId, ...rest } = flags;
  const { confirmationCode, validFor, ppr, available, onlyIfInstalled = false, balance } = rest;
  if (matchingId === false && eid === undefined)
    throw new WrongUsage(
      '--no-matching-id needs --eid, by which the order is found; esimlab device info shows it',
    );
  const request = {
    profileType: type,
    profileName: plan,
    serviceProviderName: spn,
    profileClass,
    eid,
    matchingId: matchingId === false ? '' : matchingId,
    confirmationCode,
    validFor,
    profilePolicyRules: ppr?.split(',').map((rule) => rule.trim().toLowerCase()),
    ...(released ? {} : { released }),
    available: available === undefined ? undefined : readAvailability(available),
    provision: typeof provision === 'string' ? readProvision(provision, onlyIfInstalled) : provision,
    balance: balance === undefined ? undefined : readBalance(balance),
  };
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}

function describe(
  { iccid, state, activationCode, availableAt, provision }: OrderAnswer,
  options: string,
): readonly string[] {
  const next =
    state === 'Released'
      ? `npx esimlab download '${activationCode}'${options}`
      : `npx esimlab order release ${iccid}${options}`;
  return [
    `ordered:   ICCID ${iccid}, ${state}`,
    `code:      ${activationCode}`,
    ...(availableAt === undefined ? [] : [`available: ${availableAt}, or when it is released`]),
    ...(provision === undefined ? [] : [`network:   ${laterProvision(provision)}`]),
    `next:      ${next}`,
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

function laterProvision({ after, from, onlyIfInstalled, at }: NonNullable<OrderAnswer['provision']>): string {
  const when = at ?? `${after} after the ${from}`;
  return `knows the subscriber ${when}${onlyIfInstalled ? ', if it is installed by then' : ''}`;
}

const heard = ({ point, status }: OrderAnswer['progress'][number]): string =>
  status === 'success' ? point : `${point}: ${status}`;
