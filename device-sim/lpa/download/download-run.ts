import type { Bytes } from '#shared/bytes/bytes';
import type { ActivationCode } from '#shared/identifiers/activation-code';
import type { CancelSessionReason } from '#shared/rsp/cancel-session';

import type { Diagnosis } from '../diagnosis.ts';
import { diagnose } from '../diagnosis.ts';
import { DownloadFailed } from '../download-failed.ts';
import type { IsdR } from '../es10/isd-r.ts';
import type { SmdpConnection } from '../es9plus/smdp-connection.ts';
import type { LpaParts } from '../lpa-parts.ts';
import { commonCancelSession } from './cancel-session.ts';
import type { LpaHost } from './host.ts';
import type { Stage } from './stages.ts';

/** An RSP session: both ends of it, and what names it. */
export interface Session {
  readonly isdR: IsdR;
  readonly server: SmdpConnection;
  readonly code: ActivationCode;
  readonly transactionId: Bytes;
}

/** A download under way: the stage it is in, and how it fails. */
export class DownloadRun {
  readonly parts: LpaParts;
  readonly host: LpaHost;
  #stage: Stage = 'activationCode';

  constructor(parts: LpaParts, host: LpaHost) {
    this.parts = parts;
    this.host = host;
  }

  /** Announces a stage as it begins. */
  enter(stage: Stage): void {
    this.#stage = stage;
    this.parts.trace.emit('lpa.stage', { device: this.parts.name, stage });
    this.host.stage(stage);
  }

  /** Work whose errors are failures of the stage they come up in. @throws DownloadFailed */
  async guarded<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.failure(error);
    }
  }

  /** Work whose failure ends the session with the eUICC and the server too. @throws DownloadFailed */
  async orCancel<T>(session: Session, reason: CancelSessionReason, work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw await this.cancelled(session, reason, error);
    }
  }

  /** The failure that `error` is in this stage; an error that the LPA does not know is a fault and stays what it is. */
  failure(error: unknown): Error {
    if (error instanceof DownloadFailed) return error;
    if (!(error instanceof Error)) return new Error(String(error), { cause: error });
    const diagnosis = diagnose(error);
    if (diagnosis === undefined) {
      this.parts.trace.emit('fault', { where: `${this.parts.name} LPA, ${this.#stage}`, error });
      return error;
    }
    return this.#failed(diagnosis, error);
  }

  /**
   * Ends the session with the eUICC and the server (SGP.22 §3.0.2); the failure to be thrown carries the frames from
   * before that.
   */
  async cancelled(session: Session, reason: CancelSessionReason, cause: unknown): Promise<Error> {
    const diagnosis = diagnose(cause);
    if (diagnosis === undefined || !(cause instanceof Error)) return this.failure(cause);
    const failed = this.#failed(diagnosis, cause, reason);
    const told = await commonCancelSession(session, reason);
    this.parts.trace.emit('lpa.cancelled', { device: this.parts.name, reason, told });
    return failed;
  }

  #failed(diagnosis: Diagnosis, cause: Error, cancelled?: CancelSessionReason): DownloadFailed {
    const frames = { lastApdu: this.parts.cardWire.last, lastHttp: this.parts.serverWire.last };
    const failed = new DownloadFailed(this.#stage, diagnosis, frames, cause, cancelled);
    const { stage, message } = failed;
    this.parts.trace.emit('lpa.failed', { device: this.parts.name, stage, message });
    return failed;
  }
}
