import type { Bytes } from '#shared/bytes/bytes';

import type { Command, UiccChannel, Uicc } from '../../uicc/index.ts';
import { parseCommand, statusOctets, statusWords, StatusError, withStatus } from '../../uicc/index.ts';
import type { CardApplicationToolkit } from '../cat/card-application-toolkit.ts';
import { terminalCommand } from '../cat/commands.ts';
import { getResponse, offer } from './answer.ts';
import type { Channel } from './channels.ts';
import { Channels } from './channels.ts';
import type { ClassByte } from './class-byte.ts';
import { channelOf, readClassByte } from './class-byte.ts';
import { manageChannel } from './manage-channel.ts';
import { selectIsdr } from './select.ts';
import { storeData } from './store-data.ts';
import { whenThere } from './when-there.ts';

const instructions = {
  manageChannel: 0x70,
  select: 0xa4,
  getResponse: 0xc0,
  storeData: 0xe2,
} as const;

/** What stands behind the APDUs. */
export interface CardBehind {
  /** None in a SIM of plastic. */
  readonly isdr?: {
    readonly svn: Bytes;
    /** Executes one whole ES10 command. @throws StatusError */
    execute(command: Bytes): Bytes | Promise<Bytes>;
  };
  readonly toolkit: CardApplicationToolkit;
  /** The files of the enabled Profile. */
  uicc(): Uicc;
}

/** The card's end of the wire between two resets: octets in, octets out (es10.md §1). */
export class CommandHandler {
  readonly #channels = new Channels();
  readonly #card: CardBehind;

  constructor(card: CardBehind) {
    this.#card = card;
  }

  /**
   * The answer to a command APDU, status word included; at once where nothing has to be waited for.
   * @throws what is no StatusError: a bug of ours.
   */
  answer(octets: Bytes): Bytes | Promise<Bytes> {
    try {
      const answer = this.#execute(parseCommand(octets));
      if (answer instanceof Uint8Array) return this.#withProactiveCommand(answer);
      return answer.then((came) => this.#withProactiveCommand(came), statusOf);
    } catch (error) {
      return statusOf(error);
    }
  }

  /** `91xx` in the place of `9000`: a proactive command of xx octets waits (TS 102 221 §7.4.2.1). */
  #withProactiveCommand(answer: Bytes): Bytes {
    const { waiting } = this.#card.toolkit;
    if (waiting === undefined || answer.at(-2) !== 0x90 || answer.at(-1) !== 0x00) return answer;
    return withStatus(answer.subarray(0, -2), 0x9100 | waiting);
  }

  #execute(command: Command): Bytes | Promise<Bytes> {
    const { classByte, instruction } = command;
    if (instruction === instructions.getResponse) {
      return getResponse(this.#channels.find(channelOf(classByte)), command);
    }
    const { kind, channel: number } = readClassByte(classByte);
    const channel = this.#channels.find(number);
    channel.answer = undefined;
    if (kind === 'interindustry') return this.#interindustry(channel, command);
    return command.instruction === instructions.storeData
      ? this.#storeData(channel, command)
      : this.#proprietary(channel, command);
  }

  #interindustry(channel: Channel, command: Command): Bytes | Promise<Bytes> {
    const { instruction } = command;
    if (instruction === instructions.manageChannel) return manageChannel(this.#channels, command);
    if (instruction === instructions.select) return this.#select(channel, command);
    return this.#toFiles('interindustry', channel, command);
  }

  #select(channel: Channel, command: Command): Bytes | Promise<Bytes> {
    channel.chain = undefined;
    const { isdr } = this.#card;
    const answer = isdr === undefined ? undefined : selectIsdr(channel, command, isdr.svn);
    if (answer !== undefined) return answer;
    return whenThere(this.#onFiles(channel, 'interindustry', command), (reply) => {
      channel.selected = 'files';
      return reply;
    });
  }

  /** Nothing is awaited before the last block of a chain has come. */
  #storeData(channel: Channel, command: Command): Bytes | Promise<Bytes> {
    const { isdr } = this.#card;
    if (isdr === undefined || channel.selected !== 'isdr') throw unknown(command);
    const whole = storeData(channel, command);
    if (whole === undefined) return statusOctets(statusWords.ok);
    return whenThere(isdr.execute(whole), (answer) => offer(channel, answer));
  }

  async #proprietary(channel: Channel, command: Command): Promise<Bytes> {
    const answer = await terminalCommand(this.#card.toolkit, command);
    return answer ?? this.#toFiles('proprietary', channel, command);
  }

  /** The ISD-R knows none of the commands for files. */
  #toFiles(kind: ClassByte['kind'], channel: Channel, command: Command): Bytes | Promise<Bytes> {
    if (channel.selected === 'isdr') throw unknown(command);
    return this.#onFiles(channel, kind, command);
  }

  #onFiles(channel: Channel, kind: ClassByte['kind'], command: Command): Bytes | Promise<Bytes> {
    return whenThere(this.#filesOf(channel).execute(kind, command), ({ data, status, waits }) =>
      waits ? offer(channel, data) : withStatus(data, status),
    );
  }

  /** What was selected in the files of another Profile is forgotten. */
  #filesOf(channel: Channel): UiccChannel {
    const uicc = this.#card.uicc();
    if (channel.files?.uicc !== uicc) channel.files = uicc.openChannel();
    return channel.files;
  }
}

/** @throws what is no StatusError */
function statusOf(error: unknown): Bytes {
  if (error instanceof StatusError) return statusOctets(statusWords[error.status]);
  throw error;
}

const unknown = ({ instruction }: Command): StatusError =>
  new StatusError('instructionNotSupported', `INS ${instruction}`);
