import { sameBytes } from '#shared/bytes/bytes';
import { profileClassOf } from '#shared/rsp/store-metadata';
import type { LoadedProfile } from '#shared/saip/index';
import { loadProfile } from '#shared/saip/index';

import { Uicc } from '../../uicc/index.ts';
import type { Card } from '../card.ts';
import type { StoredProfile } from '../store/card-state.ts';
import { metadataOf } from './metadata.ts';

/** The UICC that terminals meet: that of the active Profile. A Profile that is deleted takes its files along. */
export class EnabledUicc {
  readonly #card: Card;
  #profile: StoredProfile | undefined;
  #uicc: Uicc | undefined;

  constructor(card: Card) {
    this.#card = card;
  }

  /** Another one after each change of the Profile: nothing is selected or verified there. */
  get current(): Uicc {
    const profile = this.#active;
    if (this.#uicc === undefined || !samePackage(profile, this.#profile)) {
      this.#profile = profile;
      this.#uicc = profile === undefined ? withoutProfile() : this.#uiccOf(profile);
    }
    return this.#uicc;
  }

  get #active(): StoredProfile | undefined {
    const { active, state } = this.#card;
    return state.profiles.some((each) => samePackage(each, active)) ? active : undefined;
  }

  #uiccOf(profile: StoredProfile): Uicc {
    const { isdpAid } = profile;
    const kept = this.#card.state.kept.filter((item) => sameBytes(item.isdpAid, isdpAid));
    return new Uicc({
      profile: this.#load(profile),
      kept: new Map(kept.map(({ name, content }) => [name, content])),
      keep: (items) => this.#card.commit({ putKept: items.map((item) => ({ isdpAid, ...item })) }),
    });
  }

  /** What was loaded once and cannot be any more is a finding, and the card has no files. */
  #load(profile: StoredProfile): LoadedProfile | undefined {
    const known = this.#card.lastReading.of(profile.profilePackage);
    if (known !== undefined) return known;
    const profileClass = profileClassOf(metadataOf(profile)) ?? 'operational';
    const loaded = loadProfile(profile.profilePackage, { iccid: profile.iccid, profileClass });
    if (loaded.ok) return loaded;
    this.#card.note('UICC', [loaded.what]);
    return undefined;
  }
}

const withoutProfile = (): Uicc => new Uicc({ keep: async () => undefined });

/** Whether both are one installation of a Profile, whatever has become of its state and names. */
const samePackage = (a: StoredProfile | undefined, b: StoredProfile | undefined): boolean =>
  a?.profilePackage === b?.profilePackage;
