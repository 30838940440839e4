/** The hosts that stay within reach when nothing is left of a balance (mobile-plans.md §6), by their names. */
export class WalledGarden {
  readonly #hosts: ReadonlySet<string>;

  /** `www.example.com` is that host, `*.example.com` every host below it. @throws TypeError for an address in place of a name */
  constructor(hosts: readonly string[]) {
    for (const host of hosts) {
      if (!isName(host)) throw new TypeError(`a walled garden holds names of hosts, not "${host}"`);
    }
    this.#hosts = new Set(hosts.map((host) => host.toLowerCase()));
  }

  /** Whether a host is in it; case does not matter. */
  holds(host: string): boolean {
    const name = host.toLowerCase();
    if (this.#hosts.has(name)) return true;
    const labels = name.split('.');
    return labels.some((_label, at) => at > 0 && this.#hosts.has(`*.${labels.slice(at).join('.')}`));
  }
}

/** A name of labels, the last of which is no number: neither an address nor a URL. */
const isName = (host: string): boolean =>
  /^(?:\*\.)?(?:[a-z0-9_-]+\.)*[a-z][a-z0-9-]*$/i.test(host) && host.length <= 253;
