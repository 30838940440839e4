import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes } from '#shared/bytes/bytes';
import { sign } from '#shared/crypto/ecdsa';
import { privateKeyFromScalar } from '#shared/crypto/keys';
import type { Eid } from '#shared/identifiers/eid';
import { eidFromBytes } from '#shared/identifiers/eid';
import { certificateIssuer } from '#shared/pki/certificate-issuer';
import { readCertificate } from '#shared/pki/certificate';
import { CiStore } from '#shared/pki/ci-store';
import type { EuiccIdentity } from '#shared/pki/identities';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';

import { CardApplicationToolkit } from './cat/card-application-toolkit.ts';
import { LastReading } from './profiles/last-reading.ts';
import type { Session } from './session/session.ts';
import { checkMove } from './session/session.ts';
import { enabledProfile } from './profiles/find.ts';
import type { CardState, StoredDescription, StoredIdentity, StoredProfile } from './store/card-state.ts';
import type { CardChange, CardStore } from './store/card-store.ts';
import { applied } from './store/card-store.ts';
import './events.ts';

/** Where a card lives. */
export interface CardSurroundings {
  /** In traces and in the addresses of drawn octets, `device-1`. */
  readonly name: string;
  readonly store: CardStore;
  readonly entropy: Entropy;
  readonly trace: Trace;
}

/** A card under power: its memory as last committed, and the RSP session that a reset ends. */
export class Card {
  readonly name: string;
  readonly trace: Trace;
  readonly eid: Eid;
  /** Highest priority first. */
  readonly identities: readonly EuiccIdentity[];
  /** The CIs whose servers are believed. */
  readonly trustedCis: CiStore;
  readonly toolkit = new CardApplicationToolkit();
  /** Outlives a reset. */
  readonly lastReading: LastReading;
  readonly #store: CardStore;
  readonly #entropy: Entropy;
  #state: CardState;
  #active: StoredProfile | undefined;
  #session: Session = { state: 'none' };

  constructor(
    { name, store, entropy, trace }: CardSurroundings,
    state: CardState,
    lastReading = new LastReading(),
  ) {
    this.name = name;
    this.trace = trace;
    this.#store = store;
    this.#entropy = entropy;
    this.#state = state;
    this.lastReading = lastReading;
    this.#active = enabledProfile(state);
    this.eid = eidFromBytes(state.description.eid);
    const { identities, trustedCis } = credentialsOf(state.description);
    this.identities = identities;
    this.trustedCis = trustedCis;
  }

  /** As last committed. */
  get state(): CardState {
    return this.#state;
  }

  /** The Profile whose files terminals meet: the enabled one, or the one before it while a REFRESH is awaited (SGP.22 §5.7.16). */
  get active(): StoredProfile | undefined {
    return this.#active;
  }

  /** Terminals meet the files of the enabled Profile from now on. */
  activate(): void {
    this.#active = enabledProfile(this.#state);
  }

  get description(): StoredDescription {
    return this.#state.description;
  }

  get session(): Session {
    return this.#session;
  }

  /** Moves the RSP session. @throws Error for a move that the table does not know. */
  become(next: Session): void {
    const from = this.#session.state;
    checkMove(from, next.state);
    this.#session = next;
    if (from !== next.state) this.trace.emit('card.session', { card: this.name, from, to: next.state });
  }

  /** Keeps a change for good, all of it or nothing. */
  async commit(change: CardChange): Promise<void> {
    await this.#store.commit(change);
    this.#state = applied(this.#state, change);
  }

  /** Tells what was odd and yet accepted. */
  note(where: string, findings: readonly string[]): void {
    for (const what of findings) this.trace.emit('finding', { where: `${this.name}/${where}`, what });
  }

  /** r ‖ s, 64 octets; a seeded world signs the same octets the same way. */
  sign({ key }: EuiccIdentity, data: Bytes): Bytes {
    return sign(key, data, this.#entropy.seeded ? 'deterministic' : 'random');
  }

  /** Octets drawn for the RSP session of that number. */
  draw(session: number, purpose: string, octets: number): Bytes {
    return this.#entropy.at(`${this.name}/session/${session}`).draw(purpose, octets);
  }

  /** The identity under a CI. */
  identityUnder(ciKeyId: Bytes): EuiccIdentity | undefined {
    return this.identities.find(({ ci }) => sameBytes(ci.id, ciKeyId));
  }

  /** Octets free for profiles and revocation lists. */
  get freeMemory(): number {
    const { profiles, crls } = this.#state;
    const taken = [...profiles, ...crls].reduce((sum, { octets }) => sum + octets, 0);
    return Math.max(0, this.description.memory - taken);
  }
}

/** Whom a card is, and whom it trusts. */
interface Credentials {
  readonly identities: readonly EuiccIdentity[];
  readonly trustedCis: CiStore;
}

/** Read once for as long as the description is the same: a reset changes nothing about them. */
const known = new WeakMap<StoredDescription, Credentials>();

function credentialsOf(description: StoredDescription): Credentials {
  const read = known.get(description) ?? {
    identities: description.identities.map(identityOf),
    trustedCis: new CiStore(description.trustedCis.map((der) => certificateIssuer(readCertificate(der)))),
  };
  known.set(description, read);
  return read;
}

function identityOf({ ci, eum, euicc, scalar }: StoredIdentity): EuiccIdentity {
  const certificate = readCertificate(euicc);
  return {
    ci: certificateIssuer(readCertificate(ci)),
    eum: readCertificate(eum),
    euicc: certificate,
    key: privateKeyFromScalar(certificate.curve, scalar),
  };
}
