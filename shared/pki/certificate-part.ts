import type { Captured, Schema } from '#shared/asn1/index';
import { decode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';

/** Octets that have been read once; read again when somebody asks: few do, and the value takes more room than the octets. */
export class CertificatePart<T> implements Captured<T> {
  readonly der: Bytes;
  readonly #schema: Schema<T>;

  constructor(schema: Schema<T>, der: Bytes) {
    this.der = der;
    this.#schema = schema;
  }

  get value(): T {
    return decode(this.#schema, this.der);
  }
}
