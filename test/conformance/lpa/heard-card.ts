import type { Card } from '#device-sim/lpa/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, toHex } from '#shared/bytes/bytes';

/** The wire to an eUICC: every APDU, and every ES10 command put together from its blocks. */
export class HeardCard implements Card {
  /** In hex. */
  readonly apdus: string[] = [];
  /** In hex. */
  readonly commands: string[] = [];
  /** Before the last block of a command is handed on; it may throw, or take the power away. */
  before: (command: string) => Promise<void> | void = () => undefined;
  readonly #transmit: (apdu: Bytes) => Promise<Bytes>;
  #blocks: Bytes[] = [];

  constructor(transmit: (apdu: Bytes) => Promise<Bytes>) {
    this.#transmit = transmit;
  }

  async transmit(apdu: Bytes): Promise<Bytes> {
    this.apdus.push(toHex(apdu));
    if (apdu[1] === 0xe2) await this.#hear(apdu);
    return this.#transmit(apdu);
  }

  /** The commands that begin with these octets. */
  sent(tag: string): readonly string[] {
    return this.commands.filter((command) => command.startsWith(tag));
  }

  async #hear(apdu: Bytes): Promise<void> {
    this.#blocks.push(apdu.slice(5, 5 + (apdu[4] ?? 0)));
    if (apdu[2] !== 0x91) return;
    const command = toHex(concat(...this.#blocks));
    this.#blocks = [];
    this.commands.push(command);
    await this.before(command);
  }
}
