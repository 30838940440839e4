import { tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex, sameBytes, toHex } from '#shared/bytes/bytes';
import { milenage } from '#shared/crypto/milenage';
import { xor } from '#shared/crypto/xor-into';
import { imsiToFile, pinToBytes } from '#shared/saip/subscriber-encodings';

/** What a profile of the scripted card is made of. */
export interface ScriptedProfile {
  /** 20 digits. */
  readonly iccid: string;
  readonly imsi: string;
  readonly k: Bytes;
  readonly opc: Bytes;
  /** Files of the USIM that differ from the usual ones, by identifier; an empty one is left out. */
  readonly files?: Readonly<Record<string, Bytes>>;
  /** PIN 1 is enabled and is this. */
  readonly pin?: string;
}

/** 001010123456789 with K 00..0F. */
export const firstProfile: ScriptedProfile = {
  iccid: '89000123456789012341',
  imsi: '001010123456789',
  k: fromHex('000102030405060708090A0B0C0D0E0F'),
  opc: new Uint8Array(16),
};

/** Another subscriber of the same network. */
export const secondProfile: ScriptedProfile = {
  iccid: '89000123456789012358',
  imsi: '001010123456790',
  k: fromHex('0F0E0D0C0B0A09080706050403020100'),
  opc: filled(16, 0x5a),
};

const usimAid = fromHex('A0000000871002FF49FF0589');
const word = (sw: number): Bytes => Uint8Array.of(sw >> 8, sw & 0xff);

/** Files that can be read by a short identifier (TS 102 221 §13, TS 31.102 §4.2). */
const shortIds: Readonly<Record<'mf' | 'usim', Readonly<Record<number, string>>>> = {
  mf: { 0x02: '2FE2', 0x05: '2F05' },
  usim: {
    0x03: '6FAD',
    0x04: '6F38',
    0x06: '6F78',
    0x07: '6F07',
    0x08: '6F08',
    0x0a: '6F60',
    0x0b: '6F7E',
    0x0c: '6F73',
    0x0d: '6F7B',
    0x11: '6F61',
    0x13: '6F62',
    0x1d: '6FD9',
    0x1e: '6FE3',
  },
};

/** A card of one profile, T=0: APDUs in and out, AKA with a sequence number, proactive commands as ordered. */
export class ScriptedCard {
  /** All commands so far, in hex. */
  readonly commands: string[] = [];
  resets = 0;
  /** SQN of the highest challenge accepted. */
  sqn = 0n;
  readonly proactive: Bytes[] = [];
  /** Overrides the answer to a command. */
  override: ((command: Bytes) => Bytes | undefined) | undefined;
  #profile: ScriptedProfile | undefined;
  #next: ScriptedProfile | undefined;
  #files = new Map<string, Bytes>();
  #selected: string | undefined;
  #usim = false;
  #verified = false;
  #answer: Bytes = new Uint8Array();

  /** @param profile null for a card without one. */
  constructor(profile: ScriptedProfile | null = firstProfile) {
    this.insert(profile ?? undefined);
  }

  /** Puts other content on the card at once. */
  insert(profile: ScriptedProfile | undefined): void {
    this.#profile = profile;
    this.#next = profile;
    this.#files = profile === undefined ? new Map<string, Bytes>() : filesOf(profile);
    this.sqn = 0n;
  }

  /** From the next reset on the card has another profile; it asks for that reset. */
  refreshTo(profile: ScriptedProfile | undefined, qualifier = 0x04): void {
    this.#next = profile;
    this.ask(fromHex(`D009 8103 01 01 ${toHex(Uint8Array.of(qualifier))} 82028182`));
  }

  ask(command: Bytes): void {
    this.proactive.push(command);
  }

  file(id: string): string {
    return toHex(this.#files.get(id) ?? new Uint8Array());
  }

  async reset(): Promise<Bytes> {
    this.resets += 1;
    this.commands.push('RESET');
    if (this.#next !== this.#profile) this.insert(this.#next);
    this.#selected = undefined;
    this.#usim = false;
    this.#verified = false;
    this.proactive.length = 0;
    return fromHex('3B00');
  }

  async transmit(command: Bytes): Promise<Bytes> {
    this.commands.push(toHex(command));
    const answer = this.override?.(command) ?? this.#execute(command);
    const waiting = this.proactive[0];
    const done = answer[answer.length - 2] === 0x90;
    if (!done || waiting === undefined) return answer;
    return concat(answer.slice(0, -2), Uint8Array.of(0x91, waiting.length));
  }

  #execute(command: Bytes): Bytes {
    const [cla = 0, ins = 0, p1 = 0, p2 = 0, p3 = 0] = command;
    if ((cla & 0x03) !== 0) return concat(fromHex('BF2D02A000'), word(0x9000));
    const data = command.slice(5, 5 + p3);
    switch (ins) {
      case 0x10:
        return word(0x9000);
      case 0x12:
        return concat(this.proactive.shift() ?? new Uint8Array(), word(0x9000));
      case 0x14:
        return word(0x9000);
      case 0xa4:
        return this.#select(p1, data);
      case 0xc0: {
        const answer = this.#answer;
        this.#answer = new Uint8Array();
        return concat(answer.slice(0, p3 || 256), word(0x9000));
      }
      case 0x20:
        this.#verified = sameBytes(data, pinToBytes(this.#profile?.pin ?? '0000'));
        return word(this.#verified ? 0x9000 : 0x63c2);
      case 0xb0:
        return (p1 & 0x80) === 0 ? this.#read((p1 << 8) | p2, p3) : this.#readShort(p1 & 0x1f, p3);
      case 0xb2:
        return this.#readRecord(p1, p3);
      case 0xd6:
        return this.#update((p1 << 8) | p2, data);
      case 0x88:
        return this.#authenticate(data);
      default:
        return word(0x6d00);
    }
  }

  #offer(answer: Bytes): Bytes {
    this.#answer = answer;
    return Uint8Array.of(0x61, answer.length);
  }

  #select(p1: number, data: Bytes): Bytes {
    if (p1 === 0x04) {
      if (this.#profile === undefined || !sameBytes(data, usimAid)) return word(0x6a82);
      this.#usim = true;
      this.#selected = undefined;
      const pins =
        this.#profile.pin === undefined ? '9001608301018301818301 0A' : '9001E08301018301818301 0A';
      return this.#offer(tlv(0x62, fromHex('8202 7821'), tlv(0xc6, fromHex(pins))));
    }
    const id = toHex(data);
    if (id === '3F00') {
      this.#selected = undefined;
      return this.#offer(tlv(0x62, fromHex('8202 7821')));
    }
    const content = this.#files.get(id);
    if (content === undefined || (id.startsWith('6F') && !this.#usim)) return word(0x6a82);
    this.#selected = id;
    const descriptor = id === '2F00' ? fromHex('42 21 00 21 01') : fromHex('41 21');
    const size = Uint8Array.of(content.length >> 8, content.length & 0xff);
    return this.#offer(tlv(0x62, tlv(0x82, descriptor), tlv(0x80, size)));
  }

  #read(offset: number, length: number): Bytes {
    if (this.#locked()) return word(0x6982);
    const content = this.#files.get(this.#selected ?? '') ?? new Uint8Array();
    return concat(content.slice(offset, offset + length), word(0x9000));
  }

  /** As over T=0: a length beyond the file is answered with the right one. */
  #readShort(short: number, length: number): Bytes {
    const id = (this.#usim ? shortIds.usim : shortIds.mf)[short];
    const content = this.#files.get(id ?? '') ?? new Uint8Array();
    if (id === undefined || content.length === 0) return word(0x6a82);
    this.#selected = id;
    if (this.#locked()) return word(0x6982);
    return length === 0 || length > content.length ? word(0x6c00 | content.length) : this.#read(0, length);
  }

  #readRecord(record: number, length: number): Bytes {
    const content = this.#files.get(this.#selected ?? '') ?? new Uint8Array();
    const part = content.slice((record - 1) * length, record * length);
    return part.length === 0 ? word(0x6a83) : concat(part, word(0x9000));
  }

  #update(offset: number, data: Bytes): Bytes {
    const content = this.#files.get(this.#selected ?? '');
    if (content === undefined || offset + data.length > content.length) return word(0x6b00);
    content.set(data, offset);
    return word(0x9000);
  }

  #locked(): boolean {
    return this.#profile?.pin !== undefined && !this.#verified && (this.#selected ?? '').startsWith('6F');
  }

  #authenticate(data: Bytes): Bytes {
    if (this.#profile === undefined || !this.#usim) return word(0x6985);
    const functions = milenage(this.#profile);
    const rand = data.slice(1, 17);
    const autn = data.slice(18, 34);
    const { res, ck, ik, ak } = functions.f2345(rand);
    const sqn = xor(autn.slice(0, 6), ak);
    if (!sameBytes(functions.f1(rand, sqn, autn.slice(6, 8)), autn.slice(8))) return word(0x9862);
    const number = BigInt(`0x${toHex(sqn)}`);
    if (number <= this.sqn) return this.#offer(concat(fromHex('DC0E'), this.#auts(rand)));
    this.sqn = number;
    const part = (octets: Bytes) => concat(Uint8Array.of(octets.length), octets);
    return this.#offer(concat(fromHex('DB'), part(res), part(ck), part(ik)));
  }

  #auts(rand: Bytes): Bytes {
    const functions = milenage(this.#profile ?? firstProfile);
    const sqn = fromHex(this.sqn.toString(16).padStart(12, '0'));
    return concat(xor(sqn, functions.f5Star(rand)), functions.f1Star(rand, sqn, new Uint8Array(2)));
  }
}

/** The usual files of a profile (TS 31.102 §4.2). */
function filesOf({ iccid, imsi, files = {} }: ScriptedProfile): Map<string, Bytes> {
  const swapped = iccid.replace(/(.)(.)/g, '$2$1');
  const usual: Record<string, Bytes> = {
    '2FE2': fromHex(swapped),
    '2F05': filled(2, 0xff),
    '2F00': concat(fromHex('6114 4F0C'), usimAid, fromHex('50045553494D'), filled(11, 0xff)),
    '6F07': imsiToFile(imsi),
    '6FAD': fromHex('00000002'),
    '6F38': fromHex('9EFFBF1DFF3E0083410310010400003E11'),
    '6F78': fromHex('0001'),
    '6F46': concat(fromHex('01'), fromHex('474D5341'), filled(12, 0xff)),
    '6F7E': fromHex('FFFFFFFFFFFFFF0000FF01'),
    '6F73': fromHex('FFFFFFFFFFFFFFFFFFFF0000FF01'),
    '6FE3': fromHex('FFFFFFFFFFFFFFFFFFFFFFFFFFFFFF000001'),
    '6F08': concat(fromHex('07'), filled(32, 0xff)),
    '6F62': fromHex('00F1104000'),
    '6F7B': filled(12, 0xff),
  };
  const all = Object.entries({ ...usual, ...files }).filter(([, content]) => content.length > 0);
  return new Map(all.map(([id, content]) => [id, content.slice()]));
}
