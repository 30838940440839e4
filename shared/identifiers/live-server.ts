import { ipv4Octets, parseHostAndPort } from './host.ts';

/** Names nobody can register (RFC 2606, RFC 6761, RFC 6762, RFC 8375, ICANN's .internal). */
const reserved =
  /(?:^|\.)(?:localhost|test|example|invalid|local|internal|home\.arpa|example\.(?:com|net|org))$/;

/**
 * Whether a host (without port) can only be a machine of a laboratory: loopback, a name reserved for tests, a name
 * without a dot, or an address of a private or link-local network.
 */
export function isLoopbackOrTestName(host: string): boolean {
  const plain = host.toLowerCase().replace(/^\[|\]$/g, '');
  if (plain.includes(':')) return /^::1?$|^f[cd]|^fe[89ab]|^::ffff:127\./.test(plain);
  const octets = ipv4Octets(plain);
  if (octets) return isPrivateIpv4(octets);
  return !plain.includes('.') || reserved.test(plain);
}

/**
 * Why nothing may be sent to a server: it is somebody's live SM-DP+, which a test card would burn a code of.
 * One line with the reason and the way out; undefined when the server is ours or a test server.
 * @param address host or host:port as in an activation code
 * @param ours more hosts that count as ours: names of the world, the machine's own name
 */
export function liveServerReason(address: string, ours: Iterable<string> = []): string | undefined {
  const { host } = parseHostAndPort(address);
  if (isLoopbackOrTestName(host)) return undefined;
  for (const each of ours) if (each.toLowerCase() === host) return undefined;
  return `${address} looks like a live server and this is a test device: nothing was sent; to use the code with a lab server give its URL: --smdp-url https://localhost:8443`;
}

function isPrivateIpv4([a = 0, b = 0]: readonly number[]): boolean {
  if (a === 0 || a === 10 || a === 127) return true;
  return (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 169 && b === 254);
}
