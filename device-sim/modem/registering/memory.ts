import type { Cell, Guti, MobileIdentity } from '#device-sim/network/index';
import { sameTrackingArea } from '#device-sim/network/index';
import type { Plmn } from '#shared/identifiers/plmn';
import type { Clock } from '#shared/runtime/clock';
import type { Instant, Span } from '#shared/runtime/span';
import { after, between } from '#shared/runtime/span';

import type { Usim } from '../card/boot.ts';
import { CardFailed } from '../card/card-answer.ts';
import type { EpsLocation } from '../card/location.ts';
import type { UsimAccess } from '../card/usim-access.ts';
import type { ModemTiming } from '../timing.ts';

export interface MemoryOptions {
  readonly usim: Usim;
  readonly access: UsimAccess;
  readonly clock: Pick<Clock, 'now'>;
  readonly timing: Pick<ModemTiming, 'avoidance' | 'forbiddenAreas'>;
  /** Takes what the card did not take: the registration itself does not hang on it. */
  readonly note: (what: string) => void;
}

/** What a refusal keeps a UE away from. */
export type Forbidden = 'network' | 'packets' | 'area' | 'networkForAWhile';

/** Cells that are kept away from until a moment. */
interface Lapsing {
  readonly covers: (cell: Cell) => boolean;
  readonly until: Instant;
}

/** What a UE remembers of the network: some of it on the USIM, the rest until it is switched off. */
export class Memory {
  readonly #options: MemoryOptions;
  #location: EpsLocation;
  /** As on the USIM. */
  #networks: readonly Plmn[];
  #packets: readonly Plmn[] = [];
  #lapsing: readonly Lapsing[] = [];

  constructor(options: MemoryOptions) {
    this.#options = options;
    this.#location = options.usim.location;
    this.#networks = options.usim.forbidden;
  }

  /** Whether nothing keeps the UE away from a cell. A home network is never forbidden by EF.FPLMN. */
  allows(cell: Cell): boolean {
    const { clock, usim } = this.#options;
    const now = clock.now();
    return (
      (usim.home.includes(cell.plmn) || !this.#networks.includes(cell.plmn)) &&
      !this.#packets.includes(cell.plmn) &&
      !this.#lapsing.some(({ covers, until }) => until > now && covers(cell))
    );
  }

  /** How long it is until something is not forbidden any more; undefined when nothing lapses. */
  get nextLapse(): Span | undefined {
    const now = this.#options.clock.now();
    const spans = this.#lapsing.map(({ until }) => between(now, until)).filter((span) => span > 0);
    return spans.length === 0 ? undefined : spans.reduce((a, b) => (a < b ? a : b));
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
    this.#lapsing = [];
  }

  /** It is registered in a cell. */
  async registered({ plmn, tac }: Cell, guti: Guti | undefined): Promise<void> {
    const { access } = this.#options;
    const named = guti === undefined ? {} : { guti };
    this.#location = { ...named, trackingArea: { plmn, tac }, status: 'updated' };
    await this.#keep(() => access.keepLocation(this.#location));
    await this.#keep(() => access.keepNetwork(plmn));
    await this.#permit(plmn);
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
  async forbid(cell: Cell, what: Forbidden): Promise<void> {
    const { usim, access, timing } = this.#options;
    const { plmn } = cell;
    if (what === 'area') {
      this.#lapse(timing.forbiddenAreas, (other) => sameTrackingArea(other, cell));
    } else if (what === 'networkForAWhile') {
      this.#lapse(timing.avoidance, (other) => other.plmn === plmn);
    } else if (what === 'packets' || usim.home.includes(plmn)) {
      // EF.FPLMN is for visited networks (TS 23.122 §3.1): home is kept away from only until it is switched off.
      this.#packets = [...this.#packets, plmn];
    } else if (!this.#networks.includes(plmn)) {
      this.#networks = [...this.#networks, plmn];
      await this.#keep(() => access.forbid(plmn));
    }
  }

  /** A network that let the UE in all the same is not forbidden any more (TS 23.122 §3.1). */
  async #permit(plmn: Plmn): Promise<void> {
    const { access } = this.#options;
    this.#packets = this.#packets.filter((each) => each !== plmn);
    if (!this.#networks.includes(plmn)) return;
    this.#networks = this.#networks.filter((each) => each !== plmn);
    await this.#keep(() => access.permit(plmn));
  }

  #lapse(span: Span, covers: Lapsing['covers']): void {
    const until = after(this.#options.clock.now(), span);
    this.#lapsing = [...this.#lapsing, { covers, until }];
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
