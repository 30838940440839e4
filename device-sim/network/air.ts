import type { Bytes } from '#shared/bytes/bytes';

import type { Cell } from './cell.ts';

/** What a modem meets: cells to be found, and links to them. */
export interface Air {
  /** Looks for cells; takes its time of the clock. */
  search(): Promise<readonly Cell[]>;
  /** A link to a cell for the device of that name. */
  connect(cell: Cell, device: string): RadioLink;
}

/** A link between a device and a cell on which plain NAS messages go (octets of TS 24.301). */
export interface RadioLink {
  readonly cell: Cell;
  /** Sends a message up. @returns what the network says to it, in order; nothing where it says nothing */
  send(message: Bytes): Promise<readonly Bytes[]>;
  /** Calls `listener` for each message that the network sends of its own accord; the returned function ends it. */
  onMessage(listener: (message: Bytes) => void): () => void;
  /** Lets go of the link. */
  release(): void;
}
