import { parseHostAndPort } from '#shared/identifiers/host';
import { liveServerReason } from '#shared/identifiers/live-server';

/**
 * Whether two addresses are one server's: without case, the default port being no port (design.md §3). Texts that
 * are no addresses are only equal to themselves.
 */
export function sameServer(one: string, other: string): boolean {
  return keyOf(one) === keyOf(other);
}

/** Where servers are called: at their address, unless another URL was given for it. */
export class ServerAddresses {
  readonly #urls = new Map<string, string>();
  readonly #ours: readonly string[];

  /** @param ours hosts that are not live servers besides loopback and test names */
  constructor(urls: Readonly<Record<string, string>>, ours: readonly string[]) {
    for (const [address, url] of Object.entries(urls)) this.callAt(address, url);
    this.#ours = ours;
  }

  /** From now on the server of that address is called at the URL; the address itself stays what is signed. */
  callAt(address: string, url: string): void {
    this.#urls.set(keyOf(address), url);
  }

  urlOf(address: string): string {
    return this.#urls.get(keyOf(address)) ?? `https://${address}`;
  }

  /** The hosts of the addresses that are called at a host (no brackets), which stands in for them. */
  hostsCalledAt(host: string): readonly string[] {
    const called = [...this.#urls].filter(([, url]) => hostOf(url) === host);
    return called.map(([key]) => key.replace(/:\d+$/, ''));
  }

  /** Why nothing may be sent to that address; undefined when it may. One line. */
  refusalOf(address: string): string | undefined {
    const url = this.#urls.get(keyOf(address));
    try {
      return liveServerReason(url === undefined ? address : new URL(url).host, this.#ours);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return `${url ?? address} is no address of a server: ${error.message}`;
    }
  }
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : undefined;
}

function keyOf(address: string): string {
  try {
    const { host, port = 443 } = parseHostAndPort(address);
    return `${host}:${port}`;
  } catch (error) {
    if (error instanceof TypeError) return address;
    throw error;
  }
}
