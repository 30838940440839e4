import type { Clock } from '#shared/runtime/clock';

/**
 * Both ends of a connection within one world are one exchange of its Clock (design.md §3). Which exchange a call
 * belongs to is looked up by its ports, so that nothing of it travels.
 */
interface Ends {
  readonly serverPorts: Set<number>;
  readonly calls: Map<string, string>;
}

const worlds = new WeakMap<Clock, Ends>();

/** A server of this clock listens on a port; the returned function ends it. */
export function servePort(clock: Clock, port: number): () => void {
  const { serverPorts } = endsOf(clock);
  serverPorts.add(port);
  return () => void serverPorts.delete(port);
}

/** Whether the server on a loopback port lives by the same clock. */
export function livesByClock(clock: Clock, port: number): boolean {
  return endsOf(clock).serverPorts.has(port);
}

/** The exchange of a token calls from one port to another; the returned function ends it. */
export function beginCall(clock: Clock, token: string, clientPort: number, serverPort: number): () => void {
  const { calls } = endsOf(clock);
  const key = keyOf(clientPort, serverPort);
  calls.set(key, token);
  return () => {
    if (calls.get(key) === token) calls.delete(key);
  };
}

/** The exchange that calls from one port to another, if it is one of this clock. */
export function callerOf(clock: Clock, clientPort: number, serverPort: number): string | undefined {
  return endsOf(clock).calls.get(keyOf(clientPort, serverPort));
}

function endsOf(clock: Clock): Ends {
  const known = worlds.get(clock);
  if (known) return known;
  const ends = { serverPorts: new Set<number>(), calls: new Map<string, string>() };
  worlds.set(clock, ends);
  return ends;
}

function keyOf(clientPort: number, serverPort: number): string {
  return `${clientPort}>${serverPort}`;
}
