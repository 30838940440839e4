import type { Schema } from '#shared/asn1/index';
import { decode, DecodeError } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { BppCommand } from '#shared/rsp/notifications';

import { InstallFailed } from './install-failed.ts';

/** The command in clear octets. @throws InstallFailed incorrectInputValues */
export function readCommand<T>(command: BppCommand, schema: Schema<T>, octets: Bytes): T {
  try {
    return decode(schema, octets);
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new InstallFailed(command, 'incorrectInputValues', cause.message, { cause });
  }
}
