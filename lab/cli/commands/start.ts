import type { World } from '#scenarios/world/index';

import type { ReadyLine } from '../data.ts';
import { hasDisplay } from '../doctor/machine-checks.ts';
import { lineOf } from '../doctor/check.ts';
import type { Lab } from '../lab.ts';
import { narrate } from '../narrate.ts';
import type { PathWaits } from '../paths.ts';
import { paths } from '../paths.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { sameOptions } from '../same-options.ts';
import { serve, withServingOptions } from '../serve.ts';
import { settingsOf, withSettings } from '../settings-options.ts';
import { offerEach, orderEach } from '../start/offers.ts';
import { version } from '../version.ts';
import { openWindow } from '../window.ts';

interface StartFlags {
  readonly once?: true;
  readonly address?: readonly string[];
  readonly json?: true;
  readonly open: boolean;
}

/** `esimlab start`: the lab on loopback, until Ctrl-C. */
export const addStart: AddCommand = (program, given) => {
  const command = program
    .command('start')
    .description('Starts the lab: an SM-DP+, a device, a network, and an operator with its portal.')
    .option('--no-open', 'open no window for the portal')
    .addHelpText('after', '\nExample: esimlab start, then in another terminal: esimlab download immediate');
  withSettings(
    withServingOptions(command),
    'device',
    'portalPort',
    'operatorName',
    'availableAfter',
    'networkAfter',
  ).action(async () => {
    const { once = false, address = [], json = false, open } = command.opts<StartFlags>();
    const settings = await settingsOf(command, given);
    const window = open && !json && hasDisplay(given.environment, process.platform);
    await serve(
      {
        command: 'esimlab start',
        settings,
        device: settings.device,
        aliases: address,
        json,
        open: (world: World) => (once ? orderEach(world, settings) : offerEach(world, settings)),
        describe: (line) =>
          describe(line, { once, window, waits: settings, options: sameOptions(command, 'data') }),
        beside: async (lab) => {
          if (json) return;
          narrate(lab.world, given.terminal);
          if (window) await openPortal(lab, settings.device, given);
        },
      },
      given,
    );
  });
};

/** The portal in the person's own browser. Without one the lab goes on. */
async function openPortal(
  { world }: Lab,
  name: string,
  { terminal, interrupted }: Surroundings,
): Promise<void> {
  const { clock, trace } = world;
  const device = world.device(name);
  const launch = await device.mobilePlans.launch();
  try {
    const proxy = await device.dataPath();
    const trustedRoot = world.web.root.certificate.der;
    await openWindow({
      launch,
      proxy,
      trustedRoot,
      clock,
      trace,
      device: name,
      headless: false,
      interrupted,
    });
  } catch (error) {
    terminal.note(`esimlab: no window for the portal: ${lineOf(error)}`);
  }
}

interface Describing {
  readonly once: boolean;
  /** Whether the portal's window is opened. */
  readonly window: boolean;
  readonly waits: PathWaits;
  readonly options: string;
}

function describe(
  { smdp, es2plus, portal, lab, activationCodes }: ReadyLine,
  { once, window, waits, options }: Describing,
): readonly string[] {
  const width = Math.max(...activationCodes.map(({ path }) => path.length));
  const codeWidth = Math.max(...activationCodes.map(({ code }) => code.length));
  return [
    `esimlab ${version}: an operator with its portal, an SM-DP+, a device and a network, with test keys only`,
    '',
    `  portal  ${portal?.url ?? ''}  (in its window: https://portal.operator.test/)`,
    `  SM-DP+  ${smdp.url}  (ES9+)`,
    `  ES2+    ${es2plus.url}  (with a client certificate)`,
    `  lab     ${lab.url}  (control API)`,
    '',
    ...activationCodes.map(({ code, path }) => {
      const says = paths.find((each) => each.path === path)?.says(waits) ?? '';
      return `  ${path.padEnd(width)}  ${code.padEnd(codeWidth)}  ${says}`;
    }),
    '',
    once
      ? 'Each code is good for one profile.'
      : 'Codes never wear out: every download is an order of its own.',
    window
      ? 'The portal opens in a window: buy the plan there, and see here what the device does.'
      : `Next, in another terminal:  npx esimlab portal${options}  to buy in a window,`,
    window
      ? `Or in another terminal:  npx esimlab download immediate${options}`
      : `                        or  npx esimlab download immediate${options}`,
    'Ctrl-C stops the lab.',
  ];
}
