import type { World } from '#scenarios/world/index';

import type { ReadyLine } from '../data.ts';
import type { PathName } from '../paths.ts';
import { deferral, paths } from '../paths.ts';
import type { AddCommand } from '../program.ts';
import { sameOptions } from '../same-options.ts';
import { serve, withServingOptions } from '../serve.ts';
import { settingsOf } from '../settings-options.ts';
import { version } from '../version.ts';

/** `esimlab start`: what exists of the lab, on loopback, until Ctrl-C. */
export const addStart: AddCommand = (program, given) => {
  const command = program
    .command('start')
    .description('Starts the lab: an SM-DP+ with an activation code for each path.')
    .addHelpText('after', '\nExample: esimlab start, then in another terminal: esimlab download immediate');
  withServingOptions(command).action(async () => {
    const {
      once = false,
      address = [],
      json = false,
    } = command.opts<{ once?: true; address?: string[]; json?: true }>();
    const settings = await settingsOf(command, given);
    await serve(
      {
        command: 'esimlab start',
        settings,
        aliases: address,
        json,
        open: (world) => (once ? orderEach(world) : offerEach(world)),
        describe: (line) => describe(line, once, sameOptions(command, 'data')),
      },
      given,
    );
  });
};

type Codes = ReadyLine['activationCodes'];

function offerEach(world: World): Promise<Codes> {
  releaseDeferred(world);
  return Promise.resolve(
    paths.map(({ path, matchingId }) => ({
      path,
      code: world.desk.offer({ ...termsOf(path), matchingId }),
    })),
  );
}

async function orderEach(world: World): Promise<Codes> {
  releaseDeferred(world);
  const codes: Codes[number][] = [];
  for (const { path } of paths) {
    const { activationCode } = await world.desk.order(termsOf(path));
    codes.push({ code: activationCode, path });
  }
  return codes;
}

function termsOf(path: PathName) {
  return {
    profileName: `${path} plan`,
    ...(path === 'confirmationCode' ? { confirmationCode: '1234' } : {}),
    ...(path === 'deferredDownload' ? { released: false } : {}),
  };
}

/** An order of the deferred path is released a while after it was made. */
function releaseDeferred({ clock, trace, smdp }: World): void {
  trace.on('order.moved', ({ order, from, to }) => {
    if (from !== undefined || to !== 'Confirmed') return;
    void clock.aside(async () => {
      await clock.sleep(deferral, { what: 'release of a deferred order' });
      await smdp.orders.release(order);
    });
  });
}

function describe({ smdp, activationCodes }: ReadyLine, once: boolean, options: string): readonly string[] {
  const width = Math.max(...activationCodes.map(({ path }) => path.length));
  const codeWidth = Math.max(...activationCodes.map(({ code }) => code.length));
  return [
    `esimlab ${version}: an SM-DP+ that speaks SGP.22, with test keys only`,
    '',
    `  SM-DP+  ${smdp.url}  (ES9+)`,
    '',
    ...activationCodes.map(({ code, path }) => {
      const says = paths.find((each) => each.path === path)?.says ?? '';
      return `  ${path.padEnd(width)}  ${code.padEnd(codeWidth)}  ${says}`;
    }),
    '',
    once
      ? 'Each code is good for one profile.'
      : 'Codes never wear out: every download is an order of its own.',
    `Next, in another terminal:  npx esimlab download immediate${options}`,
    'Ctrl-C stops the lab.',
  ];
}
