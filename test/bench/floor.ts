/**
 * The floor of a download: what neither end can do without, in as few words as Node allows. No ASN.1, no JSON, no
 * checks, no state, no trace, nothing kept. The bench holds the product against it, in the same run.
 *
 * The server (SGP.22 §3.1.3, §5.6): three signatures (serverSigned1, smdpSigned2, InitialiseSecureChannel); of
 * verifications CERT.EUICC, euiccSignature1, euiccSignature2 and the installation result for each download, CERT.EUM
 * once, as its octets are the same for all devices; a one-time key pair, an agreement, the secure channel; four
 * requests with bodies of the true sizes.
 *
 * The device (SGP.22 §5.7): three signatures (euiccSigned1, euiccSigned2, the installation result); five verifications
 * (CERT.DPauth, serverSignature1, CERT.DPpb, smdpSignature2, InitialiseSecureChannel); a one-time key pair, an
 * agreement, the secure channel; the four requests as their client, on a connection of its own, as a device has one that
 * wakes up to download. Its APDUs do not belong to it: the card and what drives it are the product.
 */
import type { ECDH, JsonWebKey, KeyObject } from 'node:crypto';
import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';

/** The functions of ES9+ that a download calls, in order. */
export const calls = [
  'initiateAuthentication',
  'authenticateClient',
  'getBoundProfilePackage',
  'handleNotification',
] as const;
export type Call = (typeof calls)[number];

/** Octets of clear data in each segment of the secure channel, in wire order. */
export interface Segment {
  readonly encrypted: boolean;
  readonly octets: number;
}

/** What a download has in octets, as the product has it. */
export interface Sizes {
  readonly request: Readonly<Record<Call, number>>;
  readonly response: Readonly<Record<Call, number>>;
  readonly segments: readonly Segment[];
}

/** What is signed has some hundreds of octets; how many does not matter beside the signature. */
const signedOctets = Buffer.alloc(400, 0x5a);
const largest = Buffer.alloc(64 * 1024);
const zeroBlock = Buffer.alloc(16);

/** Somebody who signs and whose certificate comes along: its key is read from it once a download. */
export interface Signer {
  readonly jwk: JsonWebKey;
  /** Of the octets above: by the issuer over the certificate, and by the signer. */
  readonly certified: Buffer;
  readonly signature: Buffer;
  /** A point to agree with. */
  readonly oneTimeKey: Buffer;
}

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signWith = (key: KeyObject): Buffer => sign('sha256', signedOctets, { key, dsaEncoding: 'ieee-p1363' });
const verifyWith = (key: KeyObject, signature: Buffer): void => {
  if (!verify('sha256', signedOctets, { key, dsaEncoding: 'ieee-p1363' }, signature))
    throw new Error('the floor does not verify');
};

/** Makes peers to verify: not part of the floor. */
export function makeSigners(issuer: KeyObject, count: number): Signer[] {
  return Array.from({ length: count }, () => {
    const { privateKey, publicKey } = newKey();
    return {
      jwk: publicKey.export({ format: 'jwk' }),
      certified: signWith(issuer),
      signature: signWith(privateKey),
      oneTimeKey: createECDH('prime256v1').generateKeys(),
    };
  });
}

/** One that issues certificates, and one that signs. */
export const newSigner = newKey;

/** X9.63 with SHA-256: two blocks are 48 octets and more. */
function sessionKeys(z: Buffer): Buffer {
  const block = (counter: number): Buffer =>
    createHash('sha256')
      .update(z)
      .update(Buffer.from([0, 0, 0, counter]))
      .update('shared info: key type, key length, host id, EID')
      .digest();
  return Buffer.concat([block(1), block(2)]);
}

const wholeBlocks = (octets: number): number => Math.ceil(octets / 16) * 16;
const padded = (octets: number): number => wholeBlocks(octets + 1);
const headerOf = (octets: number): number => (octets + 8 < 0x80 ? 2 : octets + 8 < 0x100 ? 3 : 4);

/** AES-CBC and AES-CMAC over the segments, the ciphers made once: subkeys, counter blocks and chaining values included. */
function secureChannel(z: Buffer, segments: readonly Segment[], way: 'protect' | 'open'): void {
  const keys = sessionKeys(z);
  const encKey = keys.subarray(16, 32);
  const counters = createCipheriv('aes-128-ecb', encKey, null).setAutoPadding(false);
  const make = way === 'protect' ? createCipheriv : createDecipheriv;
  const data = make('aes-128-cbc', encKey, zeroBlock).setAutoPadding(false);
  const mac = createCipheriv('aes-128-cbc', keys.subarray(32, 48), zeroBlock).setAutoPadding(false);
  mac.update(zeroBlock);
  for (const { encrypted, octets } of segments) {
    const length = encrypted ? padded(octets) : octets;
    mac.update(largest.subarray(0, wholeBlocks(16 + headerOf(length) + length)));
    if (!encrypted) continue;
    counters.update(zeroBlock);
    data.update(largest.subarray(0, length));
  }
}

function agree(peer: Buffer): Buffer {
  const oneTime: ECDH = createECDH('prime256v1');
  oneTime.generateKeys();
  return oneTime.computeSecret(peer);
}

const keyOf = ({ jwk }: Signer): KeyObject => createPublicKey({ key: jwk, format: 'jwk' });

/** What the server does at each call. */
export class ServerFloor {
  readonly #own = newKey().privateKey;
  readonly #eum = newKey();
  readonly #known = new Map<Signer, KeyObject>();
  #eumIsKnown = false;

  makeDevices(count: number): Signer[] {
    return makeSigners(this.#eum.privateKey, count);
  }

  readonly work: Readonly<Record<Call, (device: Signer, sizes: Sizes) => void>> = {
    initiateAuthentication: () => {
      signWith(this.#own);
    },
    authenticateClient: (device) => {
      if (!this.#eumIsKnown) verifyWith(this.#eum.publicKey, device.certified);
      this.#eumIsKnown = true;
      verifyWith(this.#eum.publicKey, device.certified);
      const key = keyOf(device);
      this.#known.set(device, key);
      verifyWith(key, device.signature);
      signWith(this.#own);
    },
    getBoundProfilePackage: (device, { segments }) => {
      verifyWith(this.#keyOf(device), device.signature);
      secureChannel(agree(device.oneTimeKey), segments, 'protect');
      signWith(this.#own);
    },
    handleNotification: (device) => {
      verifyWith(this.#keyOf(device), device.signature);
      this.#known.delete(device);
    },
  };

  #keyOf(device: Signer): KeyObject {
    const key = this.#known.get(device);
    if (key === undefined) throw new Error('a device out of turn');
    return key;
  }
}

/** The server's answers: the work of the call, and a body of the true size. */
export class FloorRoutes {
  readonly #floor: ServerFloor;
  readonly #sizes: Sizes;
  #devices: readonly Signer[] = [];
  #asked = new Map<Call, number>();

  constructor(floor: ServerFloor, sizes: Sizes) {
    this.#floor = floor;
    this.#sizes = sizes;
  }

  /** The devices that call next, each once. */
  expect(count: number): void {
    this.#devices = this.#floor.makeDevices(count);
    this.#asked = new Map();
  }

  listener(): RequestListener {
    const bodies = new Map(calls.map((call) => [call, Buffer.alloc(this.#sizes.response[call], 0x20)]));
    return (request, response) => {
      const call = calls.find((each) => request.url?.endsWith(each)) ?? 'initiateAuthentication';
      readAll(request, () => {
        this.#floor.work[call](this.#next(call), this.#sizes);
        const body = bodies.get(call) ?? Buffer.alloc(0);
        const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };
        response.writeHead(body.length === 0 ? 204 : 200, body.length === 0 ? {} : headers);
        response.end(body);
      });
    };
  }

  #next(call: Call): Signer {
    const count = this.#asked.get(call) ?? 0;
    this.#asked.set(call, count + 1);
    const device = this.#devices[count];
    if (device === undefined) throw new Error('more calls than devices');
    return device;
  }
}

function readAll(message: IncomingMessage, then: () => void): void {
  const parts: Buffer[] = [];
  message.on('data', (part: Buffer) => parts.push(part));
  message.once('end', () => {
    Buffer.concat(parts);
    then();
  });
}

/** The device's end of one download, given the two certificates of the server; `ask` makes a request. */
export async function deviceFloor(
  own: KeyObject,
  ci: KeyObject,
  [dpAuth, dpPb]: readonly [Signer, Signer],
  { segments }: Sizes,
  ask: (call: Call) => Promise<unknown>,
): Promise<void> {
  await ask('initiateAuthentication');
  verifyWith(ci, dpAuth.certified);
  verifyWith(keyOf(dpAuth), dpAuth.signature);
  signWith(own);
  await ask('authenticateClient');
  verifyWith(ci, dpPb.certified);
  const dpPbKey = keyOf(dpPb);
  verifyWith(dpPbKey, dpPb.signature);
  signWith(own);
  await ask('getBoundProfilePackage');
  verifyWith(dpPbKey, dpPb.signature);
  secureChannel(agree(dpPb.oneTimeKey), segments, 'open');
  signWith(own);
  await ask('handleNotification');
}
