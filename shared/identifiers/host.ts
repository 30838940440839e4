/** A server's address as an activation code writes it: a name or number, and a port when it is not 443. */
export interface HostAndPort {
  /** In lower case; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number | undefined;
}

const name = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * Host and port of `smdp.example.com`, `localhost:8443`, `127.0.0.1:8443`, `[::1]:8443`.
 * @throws TypeError with the reason when it is something else.
 */
export function parseHostAndPort(address: string): HostAndPort {
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^:]*))?$/.exec(address);
  if (!match)
    throw new TypeError(`"${address}" is not a host name; put an IPv6 address in brackets: [::1]:8443`);
  const host = (match[1] ?? match[2] ?? '').toLowerCase();
  const shape = match[1] === undefined ? name.test(host) && numbersAreAddress(host) : looksLikeIpv6(host);
  if (!shape) throw new TypeError(`"${address}" is not a host name`);
  return { host, port: match[3] === undefined ? undefined : parsePort(match[3]) };
}

/** The four numbers of an IPv4 address; undefined for anything else. */
export function ipv4Octets(host: string): readonly number[] | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return undefined;
  const numbers = host.split('.').map(Number);
  return numbers.every((number) => number <= 255) ? numbers : undefined;
}

function numbersAreAddress(host: string): boolean {
  return !/^[\d.]+$/.test(host) || ipv4Octets(host) !== undefined;
}

function looksLikeIpv6(host: string): boolean {
  return URL.canParse(`http://[${host}]/`);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535)
    throw new TypeError(`"${text}" is not a port (1 to 65535)`);
  return port;
}
