import type { LaunchEnd } from '#device-sim/mobile-plans/index';
import { openDataPath } from '#device-sim/network/index';
import { fromBase64 } from '#shared/bytes/bytes';
import { systemClock } from '#shared/runtime/clock';
import { Trace } from '#shared/runtime/trace';

import type { LaunchAnswer, OpenLaunchRequest } from '../../control/index.ts';
import { remoteLaunch, scriptTagOf } from '../../control/index.ts';
import { expectRunningLab } from '../data.ts';
import { WrongUsage } from '../exit.ts';
import { askingLab, inPath } from '../lab-client.ts';
import type { RunningLab } from '../lab-client.ts';
import type { AddCommand, Surroundings } from '../program.ts';
import { settingsOf, withSettings } from '../settings-options.ts';
import { openWindow } from '../window.ts';

interface PortalFlags {
  readonly headless?: true;
  readonly scriptTag?: true;
  readonly notificationHost?: readonly string[];
  readonly market?: string;
  readonly location?: string;
  readonly language?: string;
}

/** `esimlab portal [url]`: a portal in a Mobile Plans window of the running lab's device. */
export const addPortal: AddCommand = (program, given) => {
  const command = program
    .command('portal')
    .description('Opens a portal in a Mobile Plans window, on a device of the running lab.')
    .argument('[url]', "the portal's address; the lab's own portal when left out")
    .option('--headless', 'without a window, as in CI; Ctrl-C closes it')
    .option('--notification-host <host...>', "hosts whose pages get the bridge, in place of the portal's own")
    .option('--market <code>', 'region setting of the machine, two letters')
    .option(
      '--location <code>',
      'country the device is in, two letters; that of the network around it unless given',
    )
    .option('--script-tag', 'open no window: print the script element for a development build of the portal')
    .option('--language <tags>', 'Accept-Language, such as de-DE,de')
    .addHelpText('after', '\nExample: esimlab portal http://localhost:5173');
  withSettings(command, 'data', 'device').action(async (url: string | undefined) => {
    const settings = await settingsOf(command, given);
    const lab = expectRunningLab(settings, given);
    const request = requestOf(url, command.opts<PortalFlags>());
    if (command.opts<PortalFlags>().scriptTag === true) {
      const source = scriptTagOf(lab, settings.device, url).replaceAll('&', '&amp;');
      given.terminal.out(`<script src="${source}"></script>`);
      return;
    }
    const path = `/api/devices/${inPath(settings.device)}/launches`;
    const answer = await askingLab(lab, given.interrupted, (client) =>
      client.ask<LaunchAnswer>('POST', path, request),
    );
    const { headless = false } = command.opts<PortalFlags>();
    await show(answer, { lab, device: settings.device, headless }, given);
  });
};

function requestOf(url: string | undefined, flags: PortalFlags): OpenLaunchRequest {
  const { notificationHost, market, location, language } = flags;
  if (url !== undefined && !URL.canParse(url))
    throw new WrongUsage(`"${url}" is no address such as https://portal.example or http://localhost:5173`);
  return {
    ...(url === undefined ? {} : { portalUrl: url }),
    ...(notificationHost === undefined ? {} : { notificationHosts: [...notificationHost] }),
    ...(market === undefined ? {} : { market }),
    ...(location === undefined ? {} : { location }),
    ...(language === undefined ? {} : { acceptLanguage: language }),
  };
}

interface Showing {
  readonly lab: RunningLab;
  readonly device: string;
  readonly headless: boolean;
}

const ends: Readonly<Record<LaunchEnd['why'], string>> = {
  purchased: 'the portal gave control back after a purchase; "esimlab device toasts" tells how it goes on',
  cancelled: 'the portal was cancelled',
  closed: 'the portal was closed',
};

/** Until the window is closed, by the person or because control has gone back to the app. */
async function show(
  answer: LaunchAnswer,
  { lab, device, headless }: Showing,
  given: Surroundings,
): Promise<void> {
  const { terminal, interrupted } = given;
  const clock = systemClock();
  const trace = new Trace(clock);
  const launch = await remoteLaunch(lab, answer, clock);
  trace.on('finding', ({ what, source }) => {
    launch.report(what, source);
    terminal.note(`finding: ${what}`);
  });
  const names = new Map(Object.entries(answer.names));
  const dataPath = await openDataPath({ clock, trace, names, device, allowed: () => true });
  try {
    const trustedRoot = fromBase64(answer.trustedRoot);
    const window = await openWindow({
      launch,
      proxy: dataPath,
      trustedRoot,
      clock,
      trace,
      device,
      headless,
      interrupted,
    });
    terminal.out(`${device} shows ${new URL(answer.url).origin}; "${lab.command}" tells what happens`);
    await window.closed;
    const { why } = await launch.ended;
    terminal.note(ends[why]);
  } finally {
    launch.close();
    await dataPath.close();
  }
}
