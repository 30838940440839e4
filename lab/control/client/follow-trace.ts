import { wallTimer } from '#shared/http/limits';
import { seconds } from '#shared/runtime/span';
import { WebSocket } from 'ws';

import type { TraceMessage } from '../contract.ts';

/** A trace that is followed over the control API. */
export interface FollowedTrace {
  /** Ends it. */
  close(): void;
  /** Why it ended: the lab's own words, or what was wrong with the connection. */
  readonly ended: Promise<string>;
}

/** Where a lab is asked. */
export interface LabAddress {
  readonly url: string;
  readonly token: string;
}

/**
 * Follows the trace of a running lab; resolves once it is followed, so that nothing after that is missed.
 * @param after the last number one has; what came since is told first
 * @throws Error in one line when there is no such lab
 */
export async function followTrace(
  { url, token }: LabAddress,
  onMessage: (message: TraceMessage) => void,
  after?: number,
): Promise<FollowedTrace> {
  const query = after === undefined ? '' : `?after=${after}`;
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/trace${query}`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  let why: string | undefined;
  const ended = new Promise<string>((resolve) => {
    socket.once('close', (_code, reason) => {
      resolve(why ?? (reason.toString() || 'the connection ended'));
    });
  });
  await new Promise<void>((resolve, reject) => {
    const cancel = wallTimer(seconds(10), () => {
      socket.terminate();
    });
    socket.on('error', (error) => {
      why = error.message;
    });
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as TraceMessage;
      if ('hello' in message) {
        cancel();
        resolve();
      }
      onMessage(message);
    });
    void ended.then((reason) => {
      reject(new Error(`${url}: no trace: ${reason}`));
    });
  });
  return {
    ended,
    close: () => {
      socket.close();
    },
  };
}
