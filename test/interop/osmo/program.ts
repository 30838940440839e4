import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { drawSubscriber, profileOf } from '#scenarios/operator/subscribers/index';
import { toBase64 } from '#shared/bytes/bytes';
import { parsePlmn } from '#shared/identifiers/plmn';
import { certificatePem, privateKeyPem } from '#shared/pki/pem';
import type { Identity } from '#shared/pki/sgp26';
import type { Entropy } from '#shared/runtime/entropy';
import { wallTimer } from '#shared/http/limits';
import { milliseconds } from '#shared/runtime/span';

import { ourCertificates } from './certificates.ts';
import type { OsmoMade } from './scenarios.ts';
import { builtProfile, osmoAddress } from './scenarios.ts';

/** Where the real osmo-smdpp is. */
export interface OsmoCheckout {
  /** A checkout of pysim. */
  readonly folder: string;
  /** The Python that has what it needs. */
  readonly python: string;
}

/** An osmo-smdpp that listens. */
export interface RunningOsmo extends AsyncDisposable {
  readonly url: string;
  /** Its command line, without folders and ports. */
  readonly command: string;
  /** Its TLS certificate, base64 of DER. */
  readonly certificate?: string;
}

/** Tries for it to listen, each after a tenth of a second. */
const tries = 200;

/** Its commit, with `-dirty` where the checkout was changed. */
export function versionOf({ folder }: OsmoCheckout): string {
  const { stdout } = spawnSync('git', ['-C', folder, 'describe', '--always', '--dirty'], {
    encoding: 'utf8',
  });
  return `pysim ${stdout.trim()}`;
}

/** Starts osmo-smdpp in a folder of its own with what a scenario wants; the checkout is left as it is. */
export async function startOsmo(
  { folder, python }: OsmoCheckout,
  made: OsmoMade,
  entropy: Entropy,
): Promise<RunningOsmo> {
  const home = mkdtempSync(join(tmpdir(), 'esimlab-osmo-'));
  cpSync(join(folder, 'smdpp-data'), join(home, 'smdpp-data'), { recursive: true });
  const certificate = furnish(home, made, entropy);
  await addBuiltProfile(home, entropy);
  const port = await freePort();
  const flags = [
    ...(made.transport === 'http' ? ['-s'] : []),
    ...(made.serverCi === 'brp' ? ['-b'] : []),
    '-m',
  ];
  const where = ['-H', '127.0.0.1', '-p', String(port)];
  const program = spawn(python, [join(folder, 'osmo-smdpp.py'), ...where, ...flags], {
    cwd: home,
    stdio: 'ignore',
  });
  const end = async (): Promise<void> => {
    const gone = new Promise((resolve) => program.once('close', resolve));
    if (program.exitCode === null && program.kill()) await gone;
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await listening(program, port);
  } catch (error) {
    await end();
    throw error;
  }
  return {
    url: `${made.transport === 'http' ? 'http' : 'https'}://127.0.0.1:${port}`,
    command: ['osmo-smdpp.py', ...flags].join(' '),
    ...(made.transport === 'http' ? {} : { certificate }),
    [Symbol.asyncDispose]: end,
  };
}

/** Puts certificates of ours where the scenario wants them. @returns the TLS certificate, base64 of DER */
function furnish(home: string, made: OsmoMade, entropy: Entropy): string {
  const certificates = join(home, 'smdpp-data', 'certs');
  const curve = made.serverCi === 'nist' ? 'NIST' : 'BRP';
  const ours = ourCertificates(made, entropy);
  const put = (kind: string, name: string, { certificate, key }: Identity): void => {
    mkdirSync(join(certificates, kind), { recursive: true });
    writeFileSync(join(certificates, kind, `CERT_${name}.der`), certificate.der);
    writeFileSync(join(certificates, kind, `CERT_${name}.pem`), certificatePem(certificate));
    writeFileSync(join(certificates, kind, `SK_${name}.pem`), privateKeyPem(key));
  };
  if (made.transport === 'tls') put('DPtls', `S_SM_DP_TLS_${curve}`, ours.dpTls);
  if (made.serverCi === 'brp') {
    put('DPauth', 'S_SM_DPauth_ECDSA_BRP', ours.dpAuth);
    put('DPpb', 'S_SM_DPpb_ECDSA_BRP', ours.dpPb);
    writeFileSync(join(certificates, 'CertificateIssuer', 'CERT_CI_OURS.der'), ours.ci.certificate.der);
  }
  if (made.transport === 'expired-tls') {
    // Another one may have been put there; the DER file is as it came.
    rmSync(join(certificates, 'DPtls', `CERT_S_SM_DP_TLS_${curve}.pem`), { force: true });
  }
  return toBase64(new Uint8Array(readFileSync(join(certificates, 'DPtls', `CERT_S_SM_DP_TLS_${curve}.der`))));
}

async function addBuiltProfile(home: string, entropy: Entropy): Promise<void> {
  const subscriber = await drawSubscriber({
    entropy: entropy.at('osmo-smdpp'),
    plmn: parsePlmn('00101'),
    isTaken: () => Promise.resolve(false),
    testKey: false,
  });
  const { upp } = profileOf(subscriber, {
    serviceProviderName: 'esimlab',
    profileName: builtProfile,
    notificationAddress: osmoAddress,
  });
  writeFileSync(join(home, 'smdpp-data', 'upp', `${builtProfile}.der`), upp);
}

/** Below the ports that systems give away by themselves, so that nobody takes it before osmo-smdpp does. */
async function freePort(): Promise<number> {
  for (let port = 21_000 + (process.pid % 9_000); ; port += 1) {
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => {
        resolve(false);
      });
      server.listen(port, '127.0.0.1', () => {
        resolve(true);
      });
    });
    if (!free) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

async function listening(program: ChildProcess, port: number): Promise<void> {
  for (let left = tries; left > 0; left -= 1) {
    if (program.exitCode !== null)
      throw new Error(`osmo-smdpp ended with ${program.exitCode}; does it start by hand?`);
    if (await answers(port)) return;
    await new Promise<void>((resolve) => wallTimer(milliseconds(100), resolve));
  }
  throw new Error('osmo-smdpp does not listen');
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/** The checkout that `$OSMO_SMDPP` names, started with `$PYTHON`; undefined where there is none. */
export function osmoCheckout(
  environment: Readonly<Record<string, string | undefined>>,
): OsmoCheckout | undefined {
  const { OSMO_SMDPP: folder = '', PYTHON: python = 'python3' } = environment;
  return existsSync(join(folder, 'osmo-smdpp.py')) ? { folder, python } : undefined;
}
