import type { Control, ControlOptions, LabAddress, TraceMessage } from '#lab/control/index';
import { drawToken, followTrace, openControl } from '#lab/control/index';
import type { World, WorldOptions } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { httpClient } from '#shared/http/client';
import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';
import { systemClock } from '#shared/runtime/clock';

/** An answer of the lab. */
export interface Answered {
  readonly status: number;
  readonly json: unknown;
}

/** A world with a control API, and somebody who asks it. */
export interface Lab extends AsyncDisposable {
  readonly world: World;
  readonly control: Control;
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answered>;
}

/** Opens a world on virtual time, without a network unless told otherwise, and a lab around it. */
export async function openLab(options: WorldOptions = {}, more: Partial<ControlOptions> = {}): Promise<Lab> {
  const world = await openWorld({ seed: 1, network: false, ...options });
  const control = await openControl({
    world,
    listen: { host: '127.0.0.1', port: 0 },
    token: drawToken(world.entropy),
    version: '1.2.3',
    ...more,
  });
  const client = httpClient({ clock: systemClock() });
  return {
    world,
    control,
    ask: async (method, path, body, headers) => {
      const answer = await client.send(method, control.url + path, {
        headers: {
          authorization: `Bearer ${control.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: toUtf8(typeof body === 'string' ? body : JSON.stringify(body)) }),
      });
      return { status: answer.status, json: JSON.parse(fromUtf8(answer.body)) as unknown };
    },
    async [Symbol.asyncDispose]() {
      client.close();
      await control.close();
      await world.close();
    },
  };
}

/** The messages of a followed trace, with a way to wait for one. */
export class Reading {
  readonly messages: TraceMessage[] = [];
  #wake: () => void = () => undefined;

  readonly take = (message: TraceMessage): void => {
    this.messages.push(message);
    this.#wake();
  };

  /** Resolves once a message is as wanted. */
  async until(wanted: (message: TraceMessage) => boolean): Promise<TraceMessage> {
    for (;;) {
      const found = this.messages.find(wanted);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  static async of(
    lab: LabAddress,
    after?: number,
  ): Promise<Reading & { close(): void; ended: Promise<string> }> {
    const reading = new Reading();
    const followed = await followTrace(lab, reading.take, after);
    return Object.assign(reading, followed);
  }
}
