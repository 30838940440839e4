import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';
import type { HttpClient } from '#shared/http/client';
import { httpClient } from '#shared/http/client';
import { HttpFailure } from '#shared/http/failure';
import { systemClock } from '#shared/runtime/clock';
import { minutes } from '#shared/runtime/span';
import type { LockedPart, Owner } from '#shared/storage/lock';
import { ownerOf } from '#shared/storage/lock';

import type { ErrorAnswer, LabAddress } from '../control/index.ts';
import { CannotRunHere, Interrupted } from './exit.ts';
import { LabRefused } from './lab-refused.ts';

/** A lab that runs on the data folder of a command. */
export interface RunningLab extends LabAddress {
  /** The command as its user knows it, `esimlab start`. */
  readonly command: string;
  readonly pid: number;
}

/** The lab that owns a part of a data folder and can be asked; undefined where nobody does. */
export function runningLab(data: string, part: LockedPart): RunningLab | undefined {
  const owner: Owner | undefined = ownerOf(data, part);
  if (owner?.control === undefined) return undefined;
  const { command, pid, control } = owner;
  return { command, pid, ...control };
}

/** Long enough for a download with everything on its way. */
const patience = minutes(15);

/** Asks a running lab, and is closed again. */
export async function askingLab<T>(
  lab: RunningLab,
  interrupted: AbortSignal,
  use: (client: LabClient) => Promise<T>,
): Promise<T> {
  const http = httpClient({ clock: systemClock(), timeout: patience });
  try {
    return await untilAborted(use(new LabClient(lab, http)), interrupted);
  } finally {
    http.close();
  }
}

/** The control API of a running lab, path by path. */
export class LabClient {
  readonly lab: RunningLab;
  readonly #http: HttpClient;

  constructor(lab: RunningLab, http: HttpClient) {
    this.lab = lab;
    this.#http = http;
  }

  /** What a function answers. @throws LabRefused; CannotRunHere when the lab cannot be reached */
  async ask<Answer>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    request?: object,
  ): Promise<Answer> {
    const { url, token, command, pid } = this.lab;
    const body = request === undefined ? {} : { body: toUtf8(JSON.stringify(request)) };
    const type = request === undefined ? {} : { 'Content-Type': 'application/json' };
    try {
      const answer = await this.#http.send(method, url + path, {
        headers: { Authorization: `Bearer ${token}`, ...type },
        ...body,
      });
      const json: unknown = JSON.parse(fromUtf8(answer.body));
      if (answer.status === 200) return json as Answer;
      throw new LabRefused(answer.status, json as ErrorAnswer);
    } catch (error) {
      if (!(error instanceof HttpFailure) && !(error instanceof SyntaxError)) throw error;
      throw new CannotRunHere(
        `"${command}" (pid ${pid}) does not answer at ${url}: ${error.message}; stop it and start it again`,
        { cause: error },
      );
    }
  }
}

/** Part of a path. */
export const inPath = (text: string): string => encodeURIComponent(text);

async function untilAborted<T>(work: Promise<T>, interrupted: AbortSignal): Promise<T> {
  work.catch(() => undefined);
  const interruption = new Promise<never>((_resolve, reject) => {
    const stop = (): void => {
      reject(new Interrupted('interrupted; what the lab has begun goes on there'));
    };
    if (interrupted.aborted) stop();
    else interrupted.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, interruption]);
}
