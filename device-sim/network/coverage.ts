import type { Cell } from './cell.ts';
import { parseCountry } from './cell.ts';

/** Which cells a device meets: those of the country it is in, and those that stand everywhere. */
export class Coverage {
  readonly #cells: readonly Cell[];
  readonly #first: string | undefined;
  readonly #countries = new Map<string, string>();
  readonly #listeners = new Map<string, Set<() => void>>();

  /** Devices are in the country of the first cell that has one. @throws TypeError for a country that is none */
  constructor(cells: readonly Cell[]) {
    this.#cells = cells.map((cell) =>
      cell.country === undefined ? cell : { ...cell, country: parseCountry(cell.country) },
    );
    this.#first = this.#cells.find(({ country }) => country !== undefined)?.country;
  }

  /** The cells that a device meets. */
  cellsFor(device: string): readonly Cell[] {
    return this.#cells.filter((cell) => this.reaches(cell, device));
  }

  /** Whether a device meets a cell where it is. */
  reaches({ country }: Cell, device: string): boolean {
    return country === undefined || country === this.countryOf(device);
  }

  /** Where a device is; undefined where no cell says where it stands and the device has not moved. */
  countryOf(device: string): string | undefined {
    return this.#countries.get(device) ?? this.#first;
  }

  /** Takes a device to a country. @returns whether it was elsewhere before. @throws TypeError */
  move(device: string, country: string): boolean {
    const there = parseCountry(country);
    if (there === this.countryOf(device)) return false;
    this.#countries.set(device, there);
    return true;
  }

  /** Tells a device that it meets other cells. */
  tell(device: string): void {
    for (const listener of [...(this.#listeners.get(device) ?? [])]) listener();
  }

  /** Calls `listener` whenever a device has come to another country; the returned function ends it. */
  onMove(device: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(device) ?? new Set();
    this.#listeners.set(device, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(device) === listeners) this.#listeners.delete(device);
    };
  }
}
