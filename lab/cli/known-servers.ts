import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** URLs by address of servers that are not called at their address (`--smdp-url`). */
export type KnownServers = Readonly<Record<string, string>>;

const fileIn = (data: string): string => join(data, 'servers.json');

/** The servers that downloads of this data folder were called at elsewhere; their notifications go there too. */
export function knownServers(data: string): KnownServers {
  try {
    const known: unknown = JSON.parse(readFileSync(fileIn(data), 'utf8'));
    return typeof known === 'object' && known !== null ? (known as KnownServers) : {};
  } catch {
    return {};
  }
}

/** Keeps where a server was called. */
export function rememberServer(data: string, address: string, url: string): void {
  writeFileSync(fileIn(data), `${JSON.stringify({ ...knownServers(data), [address]: url })}\n`, {
    mode: 0o600,
  });
}
