/**
 * How long one click takes, in wall time: from the call over the bridge until the portal hears that the device is at
 * home, in a world on virtual time and without a browser. Beside it a floor, measured in the same run: the elliptic
 * curve operations that such a download cannot do without. Prints one line of JSON at the end.
 */
import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
} from 'node:crypto';
import { sign, verify } from 'node:crypto';

import { openWorld } from '#scenarios/world/index';

import { Customer } from '../support/customer.ts';

const warmUps = 5;
const runs = 20;

/** Milliseconds of wall time from each click. */
interface Times {
  /** From "Sign in" until home. */
  readonly threeClicks: number;
  /** From the call over the bridge until home. */
  readonly click: number;
  /** The same in CPU time, all threads together: what is left of it on a machine that is busy. */
  readonly clickCpu: number;
}

/** One seed for all: RSA keys are drawn in the first run, and kept for the others. */
async function oneClick(): Promise<Times> {
  await using world = await openWorld({ seed: 1, operator: { portal: {} } });
  await using customer = await Customer.enter(world);
  const begun = now();
  await customer.buy();
  const clicked = now();
  const cpu = process.cpuUsage();
  await customer.handOver();
  const heard = await customer.hears();
  const end = now();
  const { user, system } = process.cpuUsage(cpu);
  if (heard.at(-1)?.['networkRegistrationState'] !== 'home') throw new Error('the device is not at home');
  return { threeClicks: end - begun, click: end - clicked, clickCpu: (user + system) / 1e3 };
}

/**
 * SGP.22 §3.1 from InitiateAuthentication to the two notifications. Signatures: serverSigned1, smdpSigned2 and the
 * secure channel by the SM-DP+; euiccSigned1, euiccSigned2 and two notifications by the card. Each is verified, and
 * so are four certificates: CERT.DPauth, CERT.DPpb, CERT.EUM, CERT.EUICC. Each side draws a one-time key and agrees.
 */
function floor(): number {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const peer = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
  const octets = new Uint8Array(400).fill(0x5a);
  const signature = sign('sha256', octets, { key, dsaEncoding: 'ieee-p1363' });
  const begun = now();
  for (let count = 0; count < 7; count += 1) sign('sha256', octets, { key, dsaEncoding: 'ieee-p1363' });
  for (let count = 0; count < 11; count += 1)
    verify('sha256', octets, { key: peer, dsaEncoding: 'ieee-p1363' }, signature);
  for (let count = 0; count < 2; count += 1) {
    createECDH('prime256v1').generateKeys();
    diffieHellman({ privateKey: key, publicKey: peer });
  }
  return now() - begun;
}

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Measures and prints. */
export async function benchPortal(): Promise<void> {
  const times: Times[] = [];
  const floors: number[] = [];
  for (let run = 0; run < warmUps + runs; run += 1) {
    const measured = await oneClick();
    const least = floor();
    if (run < warmUps) continue;
    times.push(measured);
    floors.push(least);
  }
  const clicks = times.map(({ click }) => click);
  const click = median(clicks);
  const least = median(floors);
  console.log(
    `one click to home: ${rounded(click)} ms (median of ${runs}, best ${rounded(Math.min(...clicks))} ms)`,
  );
  console.log(
    `the curve operations of it alone: ${rounded(least)} ms; ${rounded(click / least)} times as long`,
  );
  console.log(
    JSON.stringify({
      bench: 'portal',
      runs,
      clickToHomeMs: rounded(click),
      bestClickToHomeMs: rounded(Math.min(...clicks)),
      clickToHomeCpuMs: rounded(median(times.map(({ clickCpu }) => clickCpu))),
      threeClicksMs: rounded(median(times.map(({ threeClicks }) => threeClicks))),
      floorMs: rounded(least),
      ratio: rounded(click / least),
    }),
  );
}
