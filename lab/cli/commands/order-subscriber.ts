import type { Command } from 'commander';

import type { OrderAnswer, SetBalanceRequest } from '../../control/index.ts';
import { WrongUsage } from '../exit.ts';
import type { Surroundings } from '../program.ts';
import { changeOrder, withDeskOptions } from './order-change.ts';
import { readOctets } from './order-terms.ts';

const example = (words: string): string => `\nExample: esimlab order ${words}`;

/** What the network is told of the subscriber of an order: `esimlab order provision`, `bar`, `unbar`, `balance`. */
export function addSubscriber(order: Command, given: Surroundings): void {
  const provision = order
    .command('provision <iccid>')
    .description('Has the network know the subscriber of an order.')
    .addHelpText('after', example('provision 8900101234567890123'));
  withDeskOptions(provision).action((iccid: string) => {
    const says = ({ iccid: of }: OrderAnswer): string => `the network knows the subscriber of ${of}`;
    return changeOrder(provision, given, { what: 'provision', iccid, says });
  });
  addBar(order, given);
  addBalance(order, given);
}

function addBar(order: Command, given: Surroundings): void {
  const bar = order
    .command('bar <iccid>')
    .description('Has the network keep the subscriber of an order out.')
    .option('--cause <number>', 'EMM cause that it is told (TS 24.301 §9.9.3.9)', '8')
    .addHelpText('after', example('bar 8900101234567890123 --cause 7'));
  withDeskOptions(bar).action((iccid: string) => {
    const { cause } = bar.opts<{ cause: string }>();
    if (!/^\d{1,3}$/.test(cause)) throw new WrongUsage(`--cause is a number, not "${cause}"`);
    const says = ({ barred }: OrderAnswer): string => `the subscriber is barred with cause ${barred ?? ''}`;
    return changeOrder(bar, given, { what: 'bar', iccid, request: { cause: Number(cause) }, says });
  });
  const unbar = order
    .command('unbar <iccid>')
    .description('Lets a subscriber that was barred in again.')
    .addHelpText('after', example('unbar 8900101234567890123'));
  withDeskOptions(unbar).action((iccid: string) =>
    changeOrder(unbar, given, { what: 'unbar', iccid, says: () => 'the subscriber is not barred any more' }),
  );
}

function addBalance(order: Command, given: Surroundings): void {
  const balance = order
    .command('balance <iccid> <data>')
    .description('Sets what the subscriber of an order may use: 500MB, 0, or "unmetered".')
    .option('--valid-for <span>', 'until then: 30d')
    .addHelpText('after', example('balance 8900101234567890123 500MB --valid-for 30d'));
  withDeskOptions(balance).action((iccid: string, data: string) => {
    const { validFor } = balance.opts<{ validFor?: string }>();
    const request: SetBalanceRequest = {
      octets: data === 'unmetered' ? null : readOctets(data),
      ...(validFor === undefined ? {} : { validFor }),
    };
    return changeOrder(balance, given, { method: 'PUT', what: 'balance', iccid, request, says: balanceSaid });
  });
}

function balanceSaid({ balance }: OrderAnswer): string {
  if (balance === undefined) return 'the subscriber is not metered';
  const until = balance.expiresAt === undefined ? '' : ` until ${balance.expiresAt}`;
  return `the subscriber has ${balance.octets} octets${until}`;
}
