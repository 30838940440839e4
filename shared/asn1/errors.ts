/** Octets that are not what the schema says. `offset` counts from the first octet handed to `decode`. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  /** Structure and member names from the outside in. */
  readonly path: readonly string[];
  readonly offset: number;
  readonly reason: string;

  constructor(reason: string, offset: number, path: readonly string[] = [], options?: ErrorOptions) {
    super(`${path.length > 0 ? `${path.join('.')}: ` : ''}${reason} (at octet ${offset})`, options);
    this.reason = reason;
    this.offset = offset;
    this.path = path;
  }

  /** The same error seen from one structure further out. */
  within(name: string): DecodeError {
    return new DecodeError(this.reason, this.offset, [name, ...this.path], { cause: this.cause });
  }
}

/** A deviation from DER that is accepted because the field sends it. */
export interface Finding {
  readonly what: string;
  readonly offset: number;
}
