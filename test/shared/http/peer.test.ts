import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';

import type { Bytes } from '#shared/bytes/bytes';
import { toUtf8 } from '#shared/bytes/bytes';
import { PeerChains } from '#shared/http/peer';

/** A connection whose other end shows these certificates, named by their text. */
function connection(names: readonly string[], resumed = false): TLSSocket {
  const link = ([name, ...others]: readonly string[]): object | undefined =>
    name === undefined ? undefined : { raw: Buffer.from(name), issuerCertificate: link(others) };
  const socket = { getPeerX509Certificate: () => link(names), isSessionReused: () => resumed };
  return socket as unknown as TLSSocket;
}

const namesOf = (chain: readonly Bytes[]): readonly string[] =>
  chain.map((octets) => Buffer.from(octets).toString());

describe('the chains that clients presented', () => {
  it('stand behind a resumed session, in which the leaf is shown alone', () => {
    const chains = new PeerChains();
    expect(chains.of(connection(['leaf', 'root']))).toEqual([toUtf8('leaf'), toUtf8('root')]);
    expect(namesOf(chains.of(connection(['leaf'], true)))).toEqual(['leaf', 'root']);
    expect(namesOf(chains.of(connection(['other'], true)))).toEqual(['other']);
  });

  it('are forgotten when a thousand others have come since, so that strangers do not fill the memory', () => {
    const chains = new PeerChains();
    chains.of(connection(['early', 'root']));
    chains.of(connection(['leaf', 'root']));
    for (let number = 1; number < 1_000; number += 1) {
      if (number === 500) chains.of(connection(['leaf'], true));
      chains.of(connection([`stranger ${number}`, 'root']));
    }
    expect(namesOf(chains.of(connection(['early'], true)))).toEqual(['early']);
    expect(namesOf(chains.of(connection(['leaf'], true)))).toEqual(['leaf', 'root']);
  });
});
