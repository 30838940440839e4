import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World, WorldDevice } from '#scenarios/world/index';
import type { ServerLimits } from '#shared/http/limits';
import { openServer } from '#shared/http/server';
import { toHex } from '#shared/bytes/bytes';
import type { Entropy } from '#shared/runtime/entropy';
import { systemEntropy } from '#shared/runtime/entropy';

import { Answer, answerWith } from './answering.ts';
import type { LabAddress } from './client/follow-trace.ts';
import type { DeviceShelf } from './device/device-shelf.ts';
import { devicesOf } from './device/device-shelf.ts';
import { bearerOf, Guard } from './guard.ts';
import { Apps } from './launches/apps.ts';
import { openLaunch } from './launches/launch-messages.ts';
import type { LaunchLimits } from './launches/launches.ts';
import { Launches } from './launches/launches.ts';
import { Refused } from './refused.ts';
import { clockRoutes } from './rooms/clock.ts';
import { deviceRoutes } from './rooms/devices.ts';
import { healthRoutes } from './rooms/health.ts';
import { modemRoutes } from './rooms/modem.ts';
import { misbehaviourRoutes } from './rooms/misbehaviour.ts';
import { networkRoutes } from './rooms/network.ts';
import { orderRoutes } from './rooms/orders.ts';
import { toastRoutes } from './rooms/toasts.ts';
import { routeWith } from './route.ts';
import { Router } from './router.ts';
import { ScriptTag, tagPaths, whoseOf } from './script-tag/script-tag.ts';
import type { SocketLimits } from './sockets/sockets.ts';
import { socketLimits, Sockets } from './sockets/sockets.ts';
import { traceRoom } from './trace/trace-room.ts';
import type { RingLimits } from './trace/trace-ring.ts';
import { TraceRing } from './trace/trace-ring.ts';

/** What a control API is opened with. */
export interface ControlOptions {
  readonly world: World;
  readonly listen: {
    readonly host: string;
    /** 0: any free one. */
    readonly port: number;
    readonly portSetting?: { readonly flag: string; readonly variable: string };
    readonly limits?: Partial<ServerLimits>;
  };
  /** Whoever asks has to know it; `drawToken` makes one. */
  readonly token: string;
  /** Of the product, as `/api/health` tells it. */
  readonly version: string;
  /** Where devices come from; those of the world unless given. */
  readonly devices?: DeviceShelf;
  readonly launches?: Partial<LaunchLimits>;
  readonly sockets?: Partial<SocketLimits>;
  readonly trace?: Partial<RingLimits>;
}

/** A control API that listens. */
export interface Control {
  /** `http://127.0.0.1:8440` */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** What a page of a portal under development puts into its head: the bridge of a device, in an ordinary browser. */
  scriptTag(device: string): string;
  /** No new work; open requests end, web sockets are told and closed. */
  close(): Promise<void>;
}

const bodyOctets = 64 * 1_024;

/** A token nobody guesses: 64 hex digits. */
export function drawToken(entropy: Entropy): string {
  return toHex(entropy.at('lab/control').draw('token', 32)).toLowerCase();
}

/**
 * The URL of the script for pages of a portal, the lab's own unless another is given; it gives them no more than the
 * bridge of that device.
 */
export function scriptTagOf({ url, token }: LabAddress, device: string, portal?: string): string {
  const search = new URLSearchParams({ ...whoseOf({ device, portal }), token: new Guard(token).pageToken });
  return `${url}${tagPaths.script}?${search.toString()}`;
}

/** Opens the control API of a world. @throws PortNotFree */
export async function openControl(options: ControlOptions): Promise<Control> {
  const { world, listen, token, version, devices = devicesOf(world) } = options;
  const { clock, trace } = world;
  const guard = new Guard(token);
  const apps = new Apps();
  const launches = new Launches({ world, apps, entropy: systemEntropy(), limits: options.launches });
  const ring = new TraceRing(trace, options.trace);
  const routes = [
    ...healthRoutes({ world, version, devices, ring }),
    ...deviceRoutes(devices),
    ...toastRoutes((name) => deviceOf(devices, name)),
    ...modemRoutes(world, (name) => deviceOf(devices, name)),
    ...orderRoutes(world),
    ...clockRoutes(clock),
    ...networkRoutes(world),
    ...misbehaviourRoutes(world),
    routeWith('POST', '/api/devices/:name/launches', openLaunch, async ({ name = '' }, settings) =>
      launches.open(await deviceOf(devices, name), settings),
    ),
  ];
  const tag = new ScriptTag({
    guard,
    trace,
    app: async (name, portal) => apps.of(await deviceOf(devices, name), portal),
  });
  const router = new Router(routes, listen.limits?.bodyOctets ?? bodyOctets);
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    void answerWith(request, response, trace, async () => {
      const { pathname, searchParams } = targetOf(request);
      if (pathname === tagPaths.script)
        return new Answer('text/javascript; charset=utf-8', await tag.script(request, searchParams));
      if (pathname === tagPaths.call && request.method === 'POST') {
        const origin = await tag.call(request, searchParams);
        return new Answer('text/plain', '', { 'access-control-allow-origin': origin, vary: 'origin' });
      }
      guard.expectOurs(request);
      guard.expectToken(bearerOf(request));
      return router.call(request, pathname);
    });
  };
  const server = await openServer({
    name: 'lab',
    clock,
    trace,
    routes: new Map(),
    fallback: answer,
    ...listen,
  });
  const sockets = new Sockets(
    [traceRoom(ring, guard), launches.room(guard), tag.room()],
    { ...socketLimits, ...options.sockets },
    (error) => {
      trace.emit('fault', { where: 'lab: web socket', error });
    },
  );
  sockets.serve(server.server);
  return {
    url: server.url,
    port: server.port,
    token,
    scriptTag: (device) => scriptTagOf({ url: server.url, token }, device),
    close: async () => {
      await sockets.close();
      launches.close();
      await server.close();
      ring.close();
      tag.close();
    },
  };
}

function targetOf({ url = '/' }: IncomingMessage): URL {
  const text = url.startsWith('/') ? `http://lab${url}` : url;
  if (!URL.canParse(text)) throw new Refused(400, 'the request target is not a URL');
  return new URL(text);
}

async function deviceOf(devices: DeviceShelf, name: string): Promise<WorldDevice> {
  const device = await devices.find(name);
  if (device === undefined)
    throw new Refused(
      404,
      `there is no device "${name.slice(0, 64)}"; there is: ${devices.names().join(', ')}`,
    );
  return device;
}
