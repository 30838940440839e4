import { toHex } from '#shared/bytes/bytes';
import type { Plmn } from '#shared/identifiers/plmn';
import type { Entropy } from '#shared/runtime/entropy';
import type { Span } from '#shared/runtime/span';

import type { Cell } from './cell.ts';
import type { EmmCause } from './nas/emm-cause.ts';
import type { Guti } from './nas/mobile-identity.ts';
import type { Refusals, Verdict } from './refusals.ts';
import type { SubscriberRegister } from './register/subscriber-register.ts';

/** What the mobility management of a network is made of. */
export interface MobilityOptions {
  readonly register: SubscriberRegister;
  readonly entropy: Entropy;
  /** The networks of the register itself. */
  readonly home: readonly Plmn[];
  /** Whom the network turns away by itself. */
  readonly refusals: Refusals;
  /** The visited networks that forward to the register; partners always do. */
  readonly roaming: 'everywhere' | readonly Plmn[];
  /** What is said in a visited network that does not. */
  readonly roamingRefused: EmmCause;
  readonly partners: readonly Plmn[];
  readonly accessPointName: string;
  readonly periodicUpdate: Span;
}

/** A UE that is attached: how to reach it, and the identity it was given. */
export interface Attachment {
  readonly guti: Guti;
  /** Tells the UE that it is no longer attached, and why. */
  expel(cause: EmmCause): void;
  /** Forgets the UE without telling it: it came back on another link. */
  drop(): void;
}

/** Who is attached, and the identities that were given. */
export class Mobility {
  readonly options: MobilityOptions;
  readonly #attachments = new Map<string, Attachment>();
  readonly #identities = new Map<string, string>();
  readonly #identityOf = new Map<string, string>();

  constructor(options: MobilityOptions) {
    this.options = options;
  }

  /** How a subscriber is turned away that wants to attach in a cell; undefined when it is not. */
  verdict(imsi: string, cell: Cell): Verdict {
    const { register, refusals } = this.options;
    const refused = refusals.of(imsi);
    if (refused !== undefined) return refused;
    const cause = register.refusal(imsi) ?? this.#visitedRefusal(cell);
    return cause === undefined ? undefined : { cause };
  }

  /** Whether there can be challenges for a subscriber. */
  knows(imsi: string): boolean {
    return this.options.register.has(imsi);
  }

  #visitedRefusal({ plmn }: Cell): EmmCause | undefined {
    const { home, partners, roaming, roamingRefused } = this.options;
    if (roaming === 'everywhere' || [...home, ...partners, ...roaming].includes(plmn)) return undefined;
    return roamingRefused;
  }

  /** A temporary identity for a subscriber; the one before it is no longer known. */
  identify(imsi: string, plmn: Plmn): Guti {
    const mTmsi = this.options.entropy.at(`network/${imsi}`).draw('mTmsi', 4);
    const guti = { plmn, mmeGroup: 1, mmeCode: 1, mTmsi };
    const text = printGuti(guti);
    const before = this.#identityOf.get(imsi) ?? '';
    if (this.#identities.get(before) === imsi) this.#identities.delete(before);
    this.#identities.set(text, imsi);
    this.#identityOf.set(imsi, text);
    return guti;
  }

  /** Whose temporary identity that is. */
  imsiOf(guti: Guti): string | undefined {
    return this.#identities.get(printGuti(guti));
  }

  /** Notes that a subscriber is attached; one attached before under the same IMSI is forgotten. */
  attached(imsi: string, attachment: Attachment): void {
    const before = this.#attachments.get(imsi);
    this.#attachments.set(imsi, attachment);
    before?.drop();
  }

  /** Notes that a UE is gone. */
  detached(imsi: string, attachment: Attachment): void {
    if (this.#attachments.get(imsi) === attachment) this.#attachments.delete(imsi);
  }

  /** Sends a subscriber away, if it is attached. */
  expel(imsi: string, cause: EmmCause): void {
    const attachment = this.#attachments.get(imsi);
    this.#attachments.delete(imsi);
    attachment?.expel(cause);
  }
}

const printGuti = ({ plmn, mmeGroup, mmeCode, mTmsi }: Guti): string =>
  [plmn, mmeGroup, mmeCode, toHex(mTmsi)].join(' ');
