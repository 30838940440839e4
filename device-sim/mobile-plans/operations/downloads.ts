import { DownloadFailed } from '#device-sim/lpa/index';
import { after } from '#shared/runtime/span';

import { activationErrorOf } from '../activation-result.ts';
import type { UsableCode } from '../calls/read-activation-code.ts';
import { withoutFiller } from '../launch-failures.ts';
import { RegistrationWatch } from '../registration-watch.ts';
import type { AcceptedToast } from '../toasts/toast.ts';
import { nextAttempt } from './download-retry.ts';
import type { Failures } from './failures.ts';
import type { Occupation } from './occupation.ts';
import type { OperationEnd, OperationSurroundings, Ordered } from './operation.ts';
import { modemOf, noteOperation } from './operation.ts';
import type { Schedule } from './schedule.ts';

/** A download with what follows its last attempt. */
export interface DownloadJob extends Ordered {
  readonly usable: UsableCode;
  readonly retries: boolean;
  /** @param watch what the modem said since the attempt began; to be stopped by whoever is given it */
  readonly ended: (end: OperationEnd, watch: RegistrationWatch) => Promise<void>;
}

export interface DownloadParts {
  readonly failures: Failures;
  readonly occupation: Occupation;
  readonly schedule: Schedule;
}

/** Downloads of a device, with the attempts that follow one that failed. */
export class Downloads {
  readonly #world: OperationSurroundings;
  readonly #parts: DownloadParts;

  constructor(world: OperationSurroundings, parts: DownloadParts) {
    this.#world = world;
    this.#parts = parts;
  }

  /** Resolves after the first attempt; the card is free. */
  async begin(job: DownloadJob): Promise<AcceptedToast> {
    this.#parts.occupation.begin();
    noteOperation(this.#world, { id: job.id, state: 'begun' });
    return this.#attempt(job, 1);
  }

  /** Resolves after the first attempt, which begins when the card is free. */
  async beginWhenFree(job: DownloadJob): Promise<AcceptedToast> {
    await this.#parts.occupation.free(this.#world.clock);
    return this.begin(job);
  }

  /** One attempt. The next one comes by itself; after the last one everybody is told. */
  async #attempt(job: DownloadJob, attempts: number): Promise<AcceptedToast> {
    const { clock, settings } = this.#world;
    const { occupation, schedule } = this.#parts;
    const { id, retries, usable } = job;
    const watch = new RegistrationWatch(modemOf(this.#world));
    const end = await this.#download(usable);
    const { result, iccid } = end;
    const wait = retries ? nextAttempt(settings.retry, attempts, end.status) : undefined;
    if (wait !== undefined) {
      watch.stop();
      const due = after(clock.now(), wait);
      noteOperation(this.#world, { id, state: 'retrying', due, ...end });
      schedule.add({ id, what: 'retry', due }, async () => {
        await this.#attempt(job, attempts + 1);
      });
      return { result, iccid, retryAt: due };
    }
    // Before the portal is told: it may try again from inside the callback.
    occupation.end();
    noteOperation(this.#world, { id, state: 'ended', ...end });
    await job.ended(end, watch);
    return { result, iccid, retryAt: undefined };
  }

  async #download(usable: UsableCode): Promise<OperationEnd> {
    const { device, clock, trace } = this.#world;
    const { failures } = this.#parts;
    let offered: string | undefined;
    const listener = {
      offered: (iccid: string): void => {
        offered = withoutFiller(iccid);
      },
    };
    try {
      const { iccid } = await device.download(usable.code, listener);
      failures.clear();
      return { result: 'success', iccid: withoutFiller(iccid), status: 'Success' };
    } catch (error) {
      if (!(error instanceof DownloadFailed)) {
        trace.emit('fault', { where: 'mobile-plans download', error });
        return { result: 'unknownError', iccid: offered ?? '' };
      }
      const { status, diagnosis } = error;
      failures.add(status, clock.now(), offered, usable);
      return { result: activationErrorOf(diagnosis), iccid: offered ?? '', status };
    }
  }
}
