import { isIPv6 } from 'node:net';
import type { Bytes } from '#shared/bytes/bytes';
import { ipv4Octets } from '#shared/identifiers/host';

/** The 4 or 16 octets of an IP address as X.509 carries it; undefined for a name. */
export function ipOctets(host: string): Bytes | undefined {
  const four = ipv4Octets(host);
  if (four !== undefined) return Uint8Array.from(four);
  return isIPv6(host) ? ipv6Octets(host) : undefined;
}

/** `127.0.0.1`, `0:0:0:0:0:0:0:1`; undefined when there are neither 4 nor 16 octets. */
export function printIp(octets: Bytes): string | undefined {
  if (octets.length === 4) return octets.join('.');
  if (octets.length !== 16) return undefined;
  const groups = Array.from({ length: 8 }, (_, i) => (octets[2 * i] ?? 0) * 256 + (octets[2 * i + 1] ?? 0));
  return groups.map((group) => group.toString(16)).join(':');
}

function ipv6Octets(host: string): Bytes {
  const [head = '', tail] = withoutIpv4(host.replace(/%.*$/, '')).split('::');
  const before = groupsOf(head);
  const behind = groupsOf(tail ?? '');
  const gap = new Array<number>(8 - before.length - behind.length).fill(0);
  return Uint8Array.from([...before, ...gap, ...behind].flatMap((group) => [group >> 8, group & 0xff]));
}

function groupsOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

/** `::ffff:127.0.0.1` as `::ffff:7f00:1`. */
function withoutIpv4(text: string): string {
  return text.replace(/\d+\.\d+\.\d+\.\d+$/, (dotted) => {
    const [a = 0, b = 0, c = 0, d = 0] = ipv4Octets(dotted) ?? [];
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
}
