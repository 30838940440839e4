import { Argument, Option } from 'commander';

import type { MisbehaviourAnswer } from '../../control/index.ts';
import { expectRunningLab } from '../data.ts';
import { WrongUsage } from '../exit.ts';
import { askingLab } from '../lab-client.ts';
import type { AddCommand } from '../program.ts';
import { settingsOf, withSettings } from '../settings-options.ts';

interface Flags {
  readonly refuse?: string;
  readonly delay?: string;
  readonly hangUp?: string;
  readonly status?: string;
  readonly json?: true;
}

/** `esimlab misbehave`: what a server of the running lab does wrong at the next call of a function, once. */
export const addMisbehave: AddCommand = (program, given) => {
  const command = program
    .command('misbehave')
    .description('Has a server of the lab do something wrong at the next call of a function, once.')
    .addArgument(
      new Argument(
        '[function]',
        'a function of ES9+ or ES2+, such as authenticateClient or downloadOrder, or handleDownloadProgressInfo, which the operator serves; without one, what was ordered and has not happened yet is shown',
      ),
    )
    .option('--refuse <name>', 'refuse instead of carrying it out, by the name of the refusal')
    .option('--delay <span>', 'take that long before it begins: 2m')
    .addOption(
      new Option('--hang-up <when>', 'close the connection without an answer').choices(['before', 'after']),
    )
    .option('--status <number>', 'answer with this HTTP status instead of carrying it out')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample: esimlab misbehave downloadOrder --refuse profileTypeUsedUp');
  withSettings(command, 'data').action(async (name?: string) => {
    const { json = false, ...flags } = command.opts<Flags>();
    if (name === undefined) expectNone(flags);
    const request = name === undefined ? undefined : requestOf(name, flags);
    const lab = expectRunningLab(await settingsOf(command, given), given);
    const answer = await askingLab(lab, given.interrupted, (client) =>
      client.ask<MisbehaviourAnswer>(request === undefined ? 'GET' : 'POST', '/api/misbehave', request),
    );
    if (json) given.terminal.out(JSON.stringify(answer));
    else for (const line of linesOf(answer)) given.terminal.out(line);
  });
};

/** To list is to order nothing. */
function expectNone({ refuse, delay, hangUp, status }: Flags): void {
  const given = [refuse, delay, hangUp, status].some((each) => each !== undefined);
  if (given) throw new WrongUsage(`name the function: esimlab misbehave downloadOrder --status 503`);
}

function requestOf(at: string, { refuse, delay, hangUp, status }: Flags): object {
  if (status !== undefined && !/^[45]\d\d$/.test(status))
    throw new WrongUsage(`--status is an HTTP status from 400 to 599, not "${status}"`);
  const request = {
    at,
    refuse,
    delay,
    hangUp,
    httpStatus: status === undefined ? undefined : Number(status),
  };
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}

const linesOf = ({ ordered }: MisbehaviourAnswer): readonly string[] =>
  ordered.length === 0
    ? ['nothing is ordered to go wrong']
    : ordered.map((each) => `at the next call of ${each}`);
