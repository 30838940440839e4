import type { Bytes } from '#shared/bytes/bytes';
import type { Plmn } from '#shared/identifiers/plmn';

import type { Authentication } from './authenticate.ts';
import { authenticate } from './authenticate.ts';
import type { Exchange } from './card-answer.ts';
import { readFile, selectApplication, updateFile } from './files.ts';
import type { EpsLocation } from './location.ts';
import { writeEpsLocation, writeLocation } from './location.ts';
import { withForbidden, withoutForbidden } from './plmn-lists.ts';

/** The USIM as a registration uses it. Each call selects it first: others may have been on the basic channel. */
export class UsimAccess {
  readonly #exchange: Exchange;
  readonly #aid: Bytes;

  constructor(exchange: Exchange, aid: Bytes) {
    this.#exchange = exchange;
    this.#aid = aid;
  }

  /** AUTHENTICATE. @throws CardFailed */
  async authenticate(rand: Bytes, autn: Bytes): Promise<Authentication> {
    await this.#select();
    return authenticate(this.#exchange, rand, autn);
  }

  /** EF.EPSLOCI. @throws CardFailed */
  async keepLocation(location: EpsLocation): Promise<void> {
    await this.#select();
    await updateFile(this.#exchange, 'epsloci', writeEpsLocation(location));
  }

  /** EF.LOCI. @throws CardFailed */
  async keepNetwork(plmn: Plmn): Promise<void> {
    await this.#select();
    await updateFile(this.#exchange, 'loci', writeLocation(plmn));
  }

  /** EF.FPLMN with that network. @throws CardFailed */
  async forbid(plmn: Plmn): Promise<void> {
    await this.#changeForbidden((file) => withForbidden(file, plmn));
  }

  /** EF.FPLMN without that network. @throws CardFailed */
  async permit(plmn: Plmn): Promise<void> {
    await this.#changeForbidden((file) => withoutForbidden(file, plmn));
  }

  async #changeForbidden(change: (file: Bytes) => Bytes): Promise<void> {
    await this.#select();
    const file = await readFile(this.#exchange, 'fplmn');
    if (file !== undefined) await updateFile(this.#exchange, 'fplmn', change(file));
  }

  async #select(): Promise<void> {
    await selectApplication(this.#exchange, this.#aid);
  }
}
