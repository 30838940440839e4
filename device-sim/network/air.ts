import type { Bytes } from '#shared/bytes/bytes';

import type { Cell } from './cell.ts';
import type { Carriage } from './data/data-session.ts';

/** What a modem meets: cells to be found, and links to them. */
export interface Air {
  /** Looks for the cells that the device of that name meets where it is; takes its time of the clock. */
  search(device: string): Promise<readonly Cell[]>;
  /** A link to a cell for the device of that name. */
  connect(cell: Cell, device: string): RadioLink;
  /**
   * Calls `listener` whenever the device has come to where it meets other cells; links to those out of reach are gone
   * then. The returned function ends it.
   */
  onMove(device: string, listener: () => void): () => void;
}

/** A link between a device and a cell on which plain NAS messages go (octets of TS 24.301), and data of who is attached. */
export interface RadioLink {
  readonly cell: Cell;
  /** Whether it has not been let go of, by either end. */
  isOpen(): boolean;
  /** Sends a message up. @returns what the network says to it, in order; nothing where it says nothing */
  send(message: Bytes): Promise<readonly Bytes[]>;
  /** Carries octets of data to and from a host, as far as the balance goes. */
  use(host: string, octets: number): Promise<Carriage>;
  /** Calls `listener` for each message that the network sends of its own accord; the returned function ends it. */
  onMessage(listener: (message: Bytes) => void): () => void;
  /** Lets go of the link. */
  release(): void;
}
