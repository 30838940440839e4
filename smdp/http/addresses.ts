import { parseHostAndPort } from '#shared/identifiers/host';

/** The addresses a server answers to. Compared without case, and with the port of HTTPS left out or written. */
export class Addresses {
  /** The one that codes and messages name. */
  readonly own: string;
  readonly #known: ReadonlySet<string>;

  /**
   * @param own host, or host:port
   * @param aliases hosts, each also meant with the port of `own`
   * @throws TypeError when one is no address.
   */
  constructor(own: string, aliases: readonly string[] = []) {
    this.own = own;
    const { port } = parseHostAndPort(own);
    const known = new Set([canonical(own)]);
    for (const alias of aliases) {
      known.add(canonical(alias));
      if (port !== undefined && parseHostAndPort(alias).port === undefined)
        known.add(canonical(`${alias}:${port}`));
    }
    this.#known = known;
  }

  /** Whether an address, however it is spelt, is one of this server's. */
  isMine(asked: string): boolean {
    if (asked === this.own) return true;
    try {
      return this.#known.has(canonical(asked));
    } catch (error) {
      if (error instanceof TypeError) return false;
      throw error;
    }
  }
}

function canonical(address: string): string {
  const { host, port = 443 } = parseHostAndPort(address);
  return `${host} ${port}`;
}
