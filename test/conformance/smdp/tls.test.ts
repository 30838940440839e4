import type { ConnectionOptions } from 'node:tls';
import { connect } from 'node:tls';

import { describe, expect, it } from 'vitest';

import type { Bytes } from '#shared/bytes/bytes';
import { judgedHere } from '#shared/http/tls-client';
import { groups } from '#shared/http/tls-server';
import { CertificateRefused } from '#shared/pki/certificate-refused';
import { CiStore } from '#shared/pki/ci-store';
import { tlsJudge } from '#shared/pki/tls-trust';

import type { Bench } from '../../smdp/bench.ts';
import { brainpool, nist, openBench } from '../../smdp/bench.ts';

/** What a handshake came to: the version and the certificate shown, or the alert. */
interface Handshake {
  readonly version: string | undefined;
  readonly certificate: Bytes;
  readonly alert: string | undefined;
}

async function handshake({ smdp }: Bench, options: ConnectionOptions = {}): Promise<Handshake> {
  const socket = connect({ host: '127.0.0.1', port: smdp.port, ...judgedHere, ...options });
  try {
    return await new Promise<Handshake>((resolve) => {
      socket.once('secureConnect', () => {
        const certificate = new Uint8Array(socket.getPeerCertificate(true).raw);
        resolve({ version: socket.getProtocol() ?? undefined, certificate, alert: undefined });
      });
      socket.once('error', (error: NodeJS.ErrnoException) => {
        resolve({ version: undefined, certificate: new Uint8Array(), alert: error.code });
      });
    });
  } finally {
    socket.destroy();
  }
}

/** The version alone; OpenSSL speaks the old ones at its lowest level of security only. */
const only = (version: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'): ConnectionOptions => ({
  minVersion: version,
  maxVersion: version,
  ciphers: 'DEFAULT@SECLEVEL=0',
  ecdhCurve: groups,
});

/** The rule by which a device refuses the certificate for a host; `trusted` where it does not. */
function judged({ clock }: Bench, host: string, certificate: Bytes): string {
  try {
    tlsJudge({ cis: new CiStore([nist]), accepted: [nist.id], clock, role: 'dpTls' })({
      host,
      chain: [certificate],
    });
  } catch (error) {
    if (error instanceof CertificateRefused) return error.rule;
    throw error;
  }
  return 'trusted';
}

describe('SGP.23 §4.3.17, TLS of ES9+ (SGP.22 §2.6.6)', () => {
  it.each([
    ['C147a', 'TLSv1.1'],
    ['C147b', 'TLSv1'],
  ] as const)(
    '%s %s is all that is offered: the handshake is refused with an alert',
    async (_number, version) => {
      await using bench = await openBench();
      expect((await handshake(bench, only(version))).alert).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
      expect(bench.smdp.sessions()).toEqual([]);
      expect((await handshake(bench)).version).toBe('TLSv1.3');
    },
  );

  it.each([
    ['C147c', 'TLSv1.2'],
    ['C147d', 'TLSv1.3'],
  ] as const)('%s %s alone is offered: it is spoken', async (_number, version) => {
    await using bench = await openBench();
    expect((await handshake(bench, only(version))).version).toBe(version);
  });

  it('C147e TLSv1.2 with a brainpool certificate: it is spoken, and TLSv1.1 is not', async () => {
    await using bench = await openBench({
      cis: [nist, brainpool],
      listen: { tlsCurve: 'brainpoolP256r1' },
    });
    expect((await handshake(bench, only('TLSv1.2'))).version).toBe('TLSv1.2');
    expect((await handshake(bench, only('TLSv1.1'))).alert).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });

  it.each([
    ['C148a', 'no server name', undefined],
    ['C148b', 'the name of another host', 'other.test'],
    ['C148c', 'its own name', 'smdp.test'],
  ])(
    '%s the client says %s: the handshake goes well, and the certificate is that of the server for its own FQDN',
    async (_number, _what, servername) => {
      await using bench = await openBench();
      const { version, certificate } = await handshake(bench, servername === undefined ? {} : { servername });
      expect(version).toBe('TLSv1.3');
      expect(judged(bench, 'smdp.test', certificate)).toBe('trusted');
      expect(judged(bench, 'other.test', certificate)).toBe('serverName');
    },
  );
});
