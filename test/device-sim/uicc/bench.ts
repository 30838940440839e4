import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, toHex } from '#shared/bytes/bytes';
import type { CardStore } from '#device-sim/euicc/index';
import { iccidToBytes } from '#shared/identifiers/iccid';
import type { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { profileFacts } from '#shared/saip/facts';
import { buildElements, buildProfile, encodeProfile } from '#shared/saip/index';
import type { ProfileElement, ProfileValues } from '#shared/saip/index';
import type { AkaParameter } from '#shared/saip/aka-element';

import type { Answer, Bench as CardBench } from '../euicc/bench.ts';
import { metadata, openBench as openCardBench, profileValues, resultOf } from '../euicc/bench.ts';

export const usimAid = 'A0000000871002FF49FF0589';
/** PIN1, PIN2, ADM1 of the builder, and what is none of them. */
export const pins = {
  pin1: '30303030FFFFFFFF',
  pin2: '39393939FFFFFFFF',
  adm1: '3535353535353535',
  puk1: '3131313131313131',
  wrong: '31323334FFFFFFFF',
} as const;

/** What a profile is made of: values for the builder, a package of its own, or changed elements. */
export interface ProfileWanted {
  readonly values?: Partial<ProfileValues>;
  readonly elements?: (elements: readonly ProfileElement[]) => readonly ProfileElement[];
  readonly profilePackage?: Bytes;
  readonly metadata?: Partial<StoreMetadataRequest>;
  readonly store?: CardStore;
}

/** A card with a profile on it that is enabled, after a reset: a terminal's view. */
export class Bench {
  readonly card: CardBench;

  constructor(card: CardBench) {
    this.card = card;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.card[Symbol.asyncDispose]();
  }

  /** One APDU: data in hex, then the status word. */
  async apdu(command: string): Promise<string> {
    const { data, sw } = await this.card.apdu(command);
    return toHex(data) + sw;
  }

  /** A command with its whole answer: after 61xx by GET RESPONSE, after 6Cxx with the right Le. */
  async send(command: string): Promise<Answer> {
    let answer = await this.card.apdu(command);
    if (answer.sw.startsWith('6C')) answer = await this.card.apdu(command.slice(0, -2) + answer.sw.slice(2));
    if (!answer.sw.startsWith('61')) return answer;
    return this.card.apdu(`00C00000${answer.sw.slice(2)}`);
  }

  /** Data of a command that has to end well, in hex. */
  async data(command: string): Promise<string> {
    const { data, sw } = await this.send(command);
    if (sw !== '9000') throw new Error(`${sw} to ${command}`);
    return toHex(data);
  }

  async sw(command: string): Promise<string> {
    return (await this.send(command)).sw;
  }

  async selectUsim(): Promise<string> {
    return this.data(`00A404040C${usimAid}`);
  }

  /** FCP of a file by its FID. */
  select = (fid: string): Promise<string> => this.data(`00A4000402${fid}`);

  /** Content of a transparent file by its FID. */
  async read(fid: string): Promise<string> {
    await this.select(fid);
    return this.data('00B0000000');
  }

  verify = (keyReference: string, value: string): Promise<string> =>
    this.sw(`002000${keyReference}08${value}`);

  authenticate = (rand: string, autn: string): Promise<Answer> => this.send(`008800812210${rand}10${autn}00`);

  async reset(): Promise<void> {
    await this.card.euicc.reset();
  }

  /** Installs a further profile; it stays disabled. */
  async install(wanted: ProfileWanted): Promise<string> {
    const profilePackage = packageOf(wanted);
    const { iccid } = profileFacts(profilePackage);
    await this.card.select();
    const answer = await this.card.download({
      profilePackage,
      metadata: metadata({ iccid: iccidToBytes(iccid), ...wanted.metadata }),
    });
    const aid = resultOf(answer);
    if (typeof aid !== 'string') throw new Error(`not installed: ${aid.join('/')}`);
    return aid;
  }

  /** EnableProfile by AID on the basic channel. */
  enable = (aid: string, refresh = '00'): Promise<string> =>
    this.card.es10(`BF3117A0124F10${aid}8101${refresh}`);
}

function packageOf({ profilePackage, values = {}, elements }: ProfileWanted): Bytes {
  if (profilePackage !== undefined) return profilePackage;
  if (elements === undefined) return buildProfile(profileValues(values));
  return encodeProfile(elements(buildElements(profileValues(values))));
}

/** A card whose enabled profile is the wanted one, reset. */
export async function openBench(wanted: ProfileWanted = {}): Promise<Bench> {
  const bench = new Bench(await openCardBench(wanted.store === undefined ? {} : { store: wanted.store }));
  const aid = await bench.install(wanted);
  await bench.enable(aid);
  await bench.reset();
  return bench;
}

/** The elements with another authentication parameter. */
export const withAka =
  (change: (parameter: AkaParameter) => AkaParameter) =>
  (elements: readonly ProfileElement[]): readonly ProfileElement[] =>
    elements.map((element) =>
      element.akaParameter === undefined ? element : { akaParameter: change(element.akaParameter) },
    );

/** K of the builder's values. */
export const key = fromHex('000102030405060708090A0B0C0D0E0F');
