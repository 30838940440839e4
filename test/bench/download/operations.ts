import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** What was asked of node:crypto, by floor and product alike. */
export interface Operations {
  signatures: number;
  verifications: number;
  /** Multiplications of the base point: one-time keys, however they are made. */
  keyPairs: number;
  agreements: number;
  /** Octets through AES: of the secure channel, as TLS is not in node:crypto. */
  cipherOctets: number;
}

const none: Operations = { signatures: 0, verifications: 0, keyPairs: 0, agreements: 0, cipherOctets: 0 };

type Callable = (this: unknown, ...given: readonly unknown[]) => unknown;

/** Counts the operations of this process from now on. The functions themselves stay Node's own. */
export class OperationCounter {
  #count: Operations = { ...none };

  constructor() {
    const { ECDH, Cipheriv, Decipheriv } = crypto as unknown as Record<string, { prototype: object }>;
    this.#watch(crypto, 'sign', () => (this.#count.signatures += 1));
    this.#watch(crypto, 'verify', () => (this.#count.verifications += 1));
    this.#watch(crypto, 'generateKeyPairSync', () => (this.#count.keyPairs += 1));
    this.#watch(crypto, 'diffieHellman', () => (this.#count.agreements += 1));
    this.#watch(ECDH?.prototype, 'generateKeys', () => (this.#count.keyPairs += 1));
    this.#watch(ECDH?.prototype, 'setPrivateKey', () => (this.#count.keyPairs += 1));
    this.#watch(ECDH?.prototype, 'computeSecret', () => (this.#count.agreements += 1));
    for (const cipher of [Cipheriv, Decipheriv])
      this.#watch(cipher?.prototype, 'update', ([octets]) => {
        this.#count.cipherOctets += (octets as Uint8Array).length;
      });
    syncBuiltinESMExports();
  }

  /** What was counted since the last call. */
  take(): Operations {
    const taken = this.#count;
    this.#count = { ...none };
    return taken;
  }

  #watch(owner: object | undefined, name: string, heard: (given: readonly unknown[]) => void): void {
    const methods = owner as Record<string, Callable> | undefined;
    const original = methods?.[name];
    if (methods === undefined || original === undefined) throw new Error(`node:crypto has no ${name}`);
    methods[name] = function watched(...given) {
      heard(given);
      return Reflect.apply(original, this, given);
    };
  }
}
