import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import type { PrivateKey } from '#shared/crypto/keys';
import type { Certificate } from '#shared/pki/certificate';
import { certificatePem, privateKeyPem } from '#shared/pki/pem';
import { makeFolder } from '#shared/storage/data-folder';

/** One file that was written. */
export interface Written {
  readonly file: string;
  readonly what: string;
  /** Of a certificate; empty otherwise. */
  readonly keyId: string;
}

/** A folder into which certificates are exported, and their keys where that was asked for. */
export class ExportFolder {
  readonly written: Written[] = [];
  readonly #shown: string;
  readonly #folder: string;
  readonly #keys: boolean;

  /** @param folder as the user named it, relative to `from` */
  constructor(folder: string, from: string, keys: boolean) {
    this.#shown = folder;
    this.#folder = resolve(from, folder);
    this.#keys = keys;
    makeFolder(this.#folder);
  }

  /** A certificate as PEM and DER, and its key as PEM where keys are exported. */
  identity(name: string, what: string, certificate: Certificate, key?: PrivateKey): void {
    this.file(`${name}.der`, certificate.der);
    this.file(`${name}.pem`, certificatePem(certificate));
    this.#note(`${name}.pem`, what, certificate.subjectKeyIdentifier);
    if (key === undefined || !this.#keys) return;
    this.file(`${name}.key.pem`, privateKeyPem(key), 0o600);
    this.#note(`${name}.key.pem`, `${what}, private key`);
  }

  /** A file that was made elsewhere. */
  made(name: string, what: string, content: Bytes | string, mode: number, keyId?: Bytes): void {
    this.file(name, content, mode);
    this.#note(name, what, keyId);
  }

  file(name: string, content: Bytes | string, mode = 0o644): void {
    writeFileSync(join(this.#folder, name), content, { mode });
  }

  #note(name: string, what: string, keyId?: Bytes): void {
    this.written.push({
      file: join(this.#shown, name),
      what,
      keyId: keyId === undefined ? '' : toHex(keyId),
    });
  }
}
