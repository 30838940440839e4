import type { AppMemory, KeptWork } from './app-memory.ts';
import type { OperationSurroundings } from './operation.ts';

/** What an app keeps of what it does later, each kind of it by whoever does it. */
export class LocalSettings {
  readonly #world: Pick<OperationSurroundings, 'trace' | 'device'>;
  readonly #memory: AppMemory;
  #work: KeptWork;

  constructor(world: Pick<OperationSurroundings, 'trace' | 'device'>, memory: AppMemory) {
    this.#world = world;
    this.#memory = memory;
    this.#work = memory.kept;
  }

  /** As it was when the app was opened, and was changed since. */
  get work(): KeptWork {
    return this.#work;
  }

  /** Whether it could be kept; where not, the trace tells why. */
  async keep(changed: Partial<KeptWork>): Promise<boolean> {
    this.#work = { ...this.#work, ...changed };
    try {
      await this.#memory.keep(this.#work);
      return true;
    } catch (error) {
      const { trace, device } = this.#world;
      const why = error instanceof Error ? error.message : 'it does not say why';
      trace.emit('finding', {
        where: `${device.name}/host`,
        what: `the app cannot keep its settings: ${why}`,
      });
      return false;
    }
  }
}
