/** Where a request through the proxy wants to go. */
export interface Destination {
  /** In lower case, an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
}

/** What stands after CONNECT, `host:port` (RFC 9112 §3.2.3); undefined when it is nothing of the kind. */
export function destinationOfConnect(target: string): Destination | undefined {
  const [, bracketed, plain, port] =
    /^(?:\[([0-9a-f:.]+)\]|([^\s:/?#@[\]\\]+)):(\d{1,5})$/i.exec(target) ?? [];
  return destination(bracketed ?? plain, Number(port));
}

/** A request target in absolute form (RFC 9112 §3.2.2): where it goes, and the path and query that are asked for there. */
export function destinationOfUrl(
  target: string,
): { readonly to: Destination; readonly path: string } | undefined {
  if (!/^http:\/\//i.test(target) || !URL.canParse(target)) return undefined;
  const url = new URL(target);
  const to = destination(url.hostname.replace(/^\[|\]$/g, ''), url.port === '' ? 80 : Number(url.port));
  return to && { to, path: `${url.pathname}${url.search}` };
}

function destination(host: string | undefined, port: number): Destination | undefined {
  if (host === undefined || host === '' || !(port >= 1 && port <= 65_535)) return undefined;
  return { host: host.toLowerCase(), port };
}
