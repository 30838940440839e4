import type { Cell, Guti, MobileIdentity, TrackingArea } from '#device-sim/network/index';
import type { Plmn } from '#shared/identifiers/plmn';

import type { Usim } from '../card/boot.ts';
import { CardFailed } from '../card/card-answer.ts';
import type { EpsLocation } from '../card/location.ts';
import type { UsimAccess } from '../card/usim-access.ts';
import type { Forbidden } from './cell-choice.ts';

export interface MemoryOptions {
  readonly usim: Usim;
  readonly access: UsimAccess;
  /** Takes what the card did not take: the registration itself does not hang on it. */
  readonly note: (what: string) => void;
}

/** What a UE remembers of the network: some of it on the USIM, the rest until it is switched off. */
export class Memory implements Forbidden {
  readonly #options: MemoryOptions;
  #location: EpsLocation;
  #networks: readonly Plmn[];
  #packets: readonly Plmn[] = [];
  #areas: readonly TrackingArea[] = [];

  constructor(options: MemoryOptions) {
    this.#options = options;
    this.#location = options.usim.location;
    this.#networks = options.usim.forbidden;
  }

  get networks(): readonly Plmn[] {
    return this.#networks;
  }

  get packets(): readonly Plmn[] {
    return this.#packets;
  }

  get areas(): readonly TrackingArea[] {
    return this.#areas;
  }

  /** The network of the last registration. */
  get lastNetwork(): Plmn | undefined {
    return this.#location.trackingArea?.plmn;
  }

  /** How the UE names itself: by what the network gave it, else by its IMSI. */
  get identity(): MobileIdentity {
    const { guti } = this.#location;
    return guti === undefined ? { imsi: this.#options.usim.imsi } : { guti };
  }

  /** What is not on the USIM is forgotten, as when the UE is switched off. */
  switchedOff(): void {
    this.#packets = [];
    this.#areas = [];
  }

  /** It is registered in a cell. */
  async registered({ plmn, tac }: Cell, guti: Guti | undefined): Promise<void> {
    const { access } = this.#options;
    const named = guti === undefined ? {} : { guti };
    this.#location = { ...named, trackingArea: { plmn, tac }, status: 'updated' };
    await this.#keep(() => access.keepLocation(this.#location));
    await this.#keep(() => access.keepNetwork(plmn));
  }

  /** The identity and the tracking area no longer hold; nothing is written. */
  forget(): void {
    this.#location = { status: 'notUpdated' };
  }

  /** The same, for it was refused: it may not roam there, and the USIM remembers. */
  async refused(): Promise<void> {
    this.#location = { status: 'roamingNotAllowed' };
    await this.#keep(() => this.#options.access.keepLocation(this.#location));
  }

  /** Keeps away from what a cell stands for. */
  async forbid({ plmn, tac }: Cell, what: 'network' | 'packets' | 'area'): Promise<void> {
    const { usim, access } = this.#options;
    if (what === 'area') {
      this.#areas = [...this.#areas, { plmn, tac }];
    } else if (what === 'packets' || usim.home.includes(plmn)) {
      // EF.FPLMN is for visited networks (TS 23.122 §3.1): home is kept away from only until it is switched off.
      this.#packets = [...this.#packets, plmn];
    } else {
      this.#networks = [...this.#networks, plmn];
      await this.#keep(() => access.forbid(plmn));
    }
  }

  async #keep(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!(error instanceof CardFailed)) throw error;
      this.#options.note(error.message);
    }
  }
}
