import type { Launch, MachineSettings } from '#device-sim/mobile-plans/index';
import { SettingsRefused } from '#device-sim/mobile-plans/index';
import type { World, WorldDevice } from '#scenarios/world/index';
import { toBase64, toHex } from '#shared/bytes/bytes';
import { wallTimer } from '#shared/http/limits';
import type { Entropy } from '#shared/runtime/entropy';
import type { Span } from '#shared/runtime/span';
import { seconds } from '#shared/runtime/span';

import type { Guard } from '../guard.ts';
import { bearerOf } from '../guard.ts';
import { Refused } from '../refused.ts';
import type { SocketRoom } from '../sockets/sockets.ts';
import type { Apps } from './apps.ts';
import type { LaunchAnswer, OpenLaunchRequest } from './launch-messages.ts';
import { SocketPage } from './socket-page.ts';

/** What a launch is granted, in wall time. */
export interface LaunchLimits {
  /** Between the launch and the socket of the window that shows it. */
  readonly unshown: Span;
}

const standard: LaunchLimits = { unshown: seconds(60) };

/** What launches need of their lab. */
export interface LaunchesParts {
  readonly world: World;
  readonly apps: Apps;
  /** Real chance: who can guess a launch can speak for its portal. */
  readonly entropy: Entropy;
  readonly limits?: Partial<LaunchLimits> | undefined;
}

/** The portals that windows of other processes show. */
export class Launches {
  readonly #world: World;
  readonly #entropy: Entropy;
  readonly #limits: LaunchLimits;
  readonly #apps: Apps;
  readonly #pages = new Map<string, SocketPage>();

  constructor({ world, apps, entropy, limits }: LaunchesParts) {
    this.#world = world;
    this.#apps = apps;
    this.#entropy = entropy;
    this.#limits = { ...standard, ...limits };
  }

  /** Enters a portal on a device. @throws Refused */
  async open(device: WorldDevice, request: OpenLaunchRequest): Promise<LaunchAnswer> {
    const { web, names, trace } = this.#world;
    const launch = await this.#launch(device, request);
    const page = new SocketPage(launch, trace);
    const id = this.#keep(page, launch);
    const { url, headers, locale, transactionId, notificationHosts } = launch;
    return {
      launch: id,
      url,
      headers,
      locale,
      transactionId,
      notificationHosts,
      script: page.script,
      trustedRoot: toBase64(web.root.certificate.der),
      names: Object.fromEntries(names),
    };
  }

  /** `/api/launch?launch=ID`: the window's side of a launch. */
  room(guard: Guard): SocketRoom {
    const find = (query: URLSearchParams): SocketPage => {
      const page = this.#pages.get(query.get('launch') ?? '');
      if (page === undefined || page.shown)
        throw new Refused(404, 'there is no such launch, or a window shows it already; launch again');
      return page;
    };
    return {
      path: '/api/launch',
      admit(request, query) {
        guard.expectOurs(request);
        guard.expectToken(bearerOf(request));
        find(query);
      },
      enter: (socket, query) => {
        find(query).enter(socket);
      },
    };
  }

  /** Ends the launches that nobody shows; the others end with their sockets. */
  close(): void {
    for (const page of [...this.#pages.values()]) page.close();
  }

  async #launch(device: WorldDevice, request: OpenLaunchRequest): Promise<Launch> {
    const { portalUrl, notificationHosts, market, location, acceptLanguage } = request;
    try {
      const app = this.#apps.of(device, portalUrl, notificationHosts);
      return await app.launch(defined({ market, location, acceptLanguage }));
    } catch (error) {
      if (error instanceof SettingsRefused) throw new Refused(400, error.message, {}, { cause: error });
      throw error;
    }
  }

  /** Until it has ended; a page that nobody shows is given up. */
  #keep(page: SocketPage, launch: Launch): string {
    const id = toHex(this.#entropy.draw('launch', 16)).toLowerCase();
    this.#pages.set(id, page);
    const cancel = wallTimer(this.#limits.unshown, () => {
      if (!page.shown) page.close();
    });
    void launch.ended.then(() => {
      cancel();
      this.#pages.delete(id);
    });
    return id;
  }
}

/** Without the members that are undefined. */
function defined(machine: { [Name in keyof MachineSettings]-?: string | undefined }): MachineSettings {
  return Object.fromEntries(Object.entries(machine).filter(([, value]) => value !== undefined));
}
