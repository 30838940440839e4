import type { Bytes } from '#shared/bytes/bytes';
import type { CancelSessionReason } from '#shared/rsp/cancel-session';
import type { InstallError } from '#shared/rsp/notifications';

import type {
  Answer,
  AuthenticatedSession,
  BegunSession,
  CraftedDevice,
  PreparedSession,
} from '../support/crafted-device.ts';
import type { Dice } from './dice.ts';

const reasons: readonly CancelSessionReason[] = ['endUserRejection', 'postponed', 'timeout', 'pprNotAllowed'];
const errors: readonly InstallError[] = [
  'installFailedDueToInterruption',
  'installFailedDueToInsufficientMemoryForProfile',
  'installFailedDueToPEProcessingError',
  'installFailedDueToIccidAlreadyExistsOnEuicc',
];

/** What an actor did, and what the server said. */
export interface Deed {
  readonly what: string;
  readonly outcome: string;
}

/** A device that downloads with a code, one message at a time, and may do at any time what it should not. */
export class Downloader {
  readonly device: CraftedDevice;
  readonly #code: string;
  readonly #confirmationCode: string | undefined;
  #begun: BegunSession | undefined;
  #authenticated: AuthenticatedSession | undefined;
  #prepared: PreparedSession | undefined;
  #told: Bytes | undefined;

  constructor(device: CraftedDevice, code: string, confirmationCode: string | undefined) {
    this.device = device;
    this.#code = code;
    this.#confirmationCode = confirmationCode;
  }

  /** The next message, or another one. */
  async step(dice: Dice): Promise<Deed> {
    const luck = dice.roll(16);
    if (luck === 0 && this.#begun !== undefined) return this.#cancel(this.#begun, dice);
    if (luck === 1 && this.#told !== undefined) return this.#tell('result again', this.#told);
    if (luck === 2 && this.#begun !== undefined) return this.#authenticate(this.#begun);
    if (luck === 3 && this.#authenticated !== undefined) return this.#prepare(this.#authenticated, dice);
    if (this.#prepared !== undefined) return this.#install(this.#prepared, dice);
    if (this.#authenticated !== undefined) return this.#prepare(this.#authenticated, dice);
    if (this.#begun !== undefined) return this.#authenticate(this.#begun);
    return this.#begin();
  }

  async #begin(): Promise<Deed> {
    this.#begun = await this.device.initiate();
    return { what: 'initiateAuthentication', outcome: 'Executed-Success' };
  }

  async #authenticate(begun: BegunSession): Promise<Deed> {
    const answer = await this.device.tryAuthenticate(begun, { matchingId: this.#code });
    if (answer.outcome === 'Executed-Success')
      this.#authenticated = this.device.authenticatedBy(begun, answer);
    else this.#forget();
    return { what: 'authenticateClient', outcome: answer.outcome };
  }

  async #prepare(session: AuthenticatedSession, dice: Dice): Promise<Deed> {
    const oneTimeKey = this.device.drawOneTimeKey(session);
    const wrong = dice.roll(8) === 0 ? '0000' : this.#confirmationCode;
    const answer = await this.device.tryPrepare(session, {
      oneTimeKey,
      ...(this.#confirmationCode !== undefined && wrong !== undefined && { confirmationCode: wrong }),
    });
    if (answer.outcome === 'Executed-Success') this.#prepared = { ...session, oneTimeKey };
    else this.#forget();
    return { what: 'getBoundProfilePackage', outcome: answer.outcome };
  }

  async #install(session: PreparedSession, dice: Dice): Promise<Deed> {
    const error = errors[dice.roll(12)];
    const result = error ?? 'success';
    this.#told = this.device.installationResult(session, result);
    this.#forget();
    return this.#tell(result, this.#told);
  }

  async #tell(what: string, result: Bytes): Promise<Deed> {
    return { what, outcome: outcomeOf(await this.device.notify(result)) };
  }

  async #cancel(session: BegunSession, dice: Dice): Promise<Deed> {
    const reason = reasons[dice.roll(reasons.length)] ?? 'timeout';
    const answer = await this.device.cancel(session, reason);
    this.#forget();
    return { what: `cancelSession ${reason}`, outcome: answer.outcome };
  }

  #forget(): void {
    this.#begun = undefined;
    this.#authenticated = undefined;
    this.#prepared = undefined;
  }
}

function outcomeOf({ status, outcome }: Answer): string {
  return status === 204 ? '204' : outcome;
}
