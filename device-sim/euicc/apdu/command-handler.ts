import type { Bytes } from '#shared/bytes/bytes';

import { getResponse, offer } from './answer.ts';
import type { Channel } from './channels.ts';
import { Channels } from './channels.ts';
import { channelOf, readClassByte } from './class-byte.ts';
import type { Command } from './command.ts';
import { parseCommand } from './command.ts';
import { manageChannel } from './manage-channel.ts';
import { select } from './select.ts';
import { statusOctets, statusWords, StatusError } from './status-word.ts';
import { storeData } from './store-data.ts';

const instructions = {
  manageChannel: 0x70,
  select: 0xa4,
  terminalCapability: 0xaa,
  getResponse: 0xc0,
  storeData: 0xe2,
} as const;

/** What stands behind the APDUs. */
export interface Isdr {
  readonly svn: Bytes;
  /** Executes one whole ES10 command. @throws StatusError */
  execute(command: Bytes): Promise<Bytes>;
}

/** The card's end of the wire between two resets: octets in, octets out (es10.md §1). */
export class CommandHandler {
  readonly #channels = new Channels();
  readonly #isdr: Isdr;

  constructor(isdr: Isdr) {
    this.#isdr = isdr;
  }

  /** The answer to a command APDU, status word included. @throws what is no StatusError: a bug of ours. */
  async answer(octets: Bytes): Promise<Bytes> {
    try {
      return await this.#execute(parseCommand(octets));
    } catch (error) {
      if (error instanceof StatusError) return statusOctets(statusWords[error.status]);
      throw error;
    }
  }

  async #execute(command: Command): Promise<Bytes> {
    const { classByte, instruction } = command;
    if (instruction === instructions.getResponse) {
      return getResponse(this.#channels.find(channelOf(classByte)), command);
    }
    const { kind, channel: number } = readClassByte(classByte);
    const channel = this.#channels.find(number);
    channel.answer = undefined;
    if (kind === 'interindustry') return this.#interindustry(channel, command);
    if (instruction === instructions.terminalCapability) return statusOctets(statusWords.ok);
    if (instruction !== instructions.storeData || channel.selected !== 'isdr') {
      throw new StatusError('instructionNotSupported', `INS ${instruction}`);
    }
    const whole = storeData(channel, command);
    return whole === undefined
      ? statusOctets(statusWords.ok)
      : offer(channel, await this.#isdr.execute(whole));
  }

  #interindustry(channel: Channel, command: Command): Bytes {
    const { instruction } = command;
    if (instruction === instructions.manageChannel) return manageChannel(this.#channels, command);
    if (instruction === instructions.select) return select(channel, command, this.#isdr.svn);
    throw new StatusError('instructionNotSupported', `INS ${instruction}`);
  }
}
