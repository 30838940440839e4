import type { Bytes } from '#shared/bytes/bytes';
import type { BppCommand, InstallError } from '#shared/rsp/notifications';

/** Ends a load with one of the results of bpp.md §7. */
export class InstallFailed extends Error {
  override readonly name = 'InstallFailed';
  readonly command: BppCommand;
  readonly reason: InstallError;
  /** EUICCResponse of the profile package interpreter, DER. */
  readonly simaResponse: Bytes | undefined;

  constructor(
    command: BppCommand,
    reason: InstallError,
    detail: string,
    options: ErrorOptions & { readonly simaResponse?: Bytes } = {},
  ) {
    super(`${command}: ${detail} (${reason})`, options);
    this.command = command;
    this.reason = reason;
    this.simaResponse = options.simaResponse;
  }
}
