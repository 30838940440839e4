import type { Bytes } from '#shared/bytes/bytes';
import type { Trace } from '#shared/runtime/trace';

import type { RadioLink } from './air.ts';
import type { Cell } from './cell.ts';
import type { DataSession } from './data/data-session.ts';
import type { Mobility } from './mobility.ts';
import { NasConnection } from './nas-connection.ts';
import { readDownlink, writeDownlink } from './nas/downlink.ts';
import { readUplink } from './nas/uplink.ts';

/** A link, and who is attached by it. */
export interface OpenLink {
  readonly link: RadioLink;
  /** Undefined while nobody is attached. */
  readonly subscriber: () => string | undefined;
}

/** The links that are open, by device. */
export class Links {
  readonly #open = new Map<string, Set<OpenLink>>();

  /** Opens a link of a device; `gone` is to be called when it is let go of. */
  add(device: string, open: (gone: () => void) => OpenLink): RadioLink {
    const links = this.#open.get(device) ?? new Set();
    const link = open(() => {
      links.delete(link);
      if (links.size === 0 && this.#open.get(device) === links) this.#open.delete(device);
    });
    this.#open.set(device, links.add(link));
    return link.link;
  }

  /** Who is attached with a device now. */
  subscriberOf(device: string): string | undefined {
    for (const { subscriber } of this.#open.get(device) ?? []) {
      const imsi = subscriber();
      if (imsi !== undefined) return imsi;
    }
    return undefined;
  }

  /** Lets go of the links of a device to certain cells. */
  release(device: string, to: (cell: Cell) => boolean): void {
    for (const { link } of [...(this.#open.get(device) ?? [])]) if (to(link.cell)) link.release();
  }

  releaseAll(): void {
    for (const device of [...this.#open.keys()]) this.release(device, () => true);
  }
}

export interface LinkParts {
  readonly device: string;
  readonly mobility: Mobility;
  readonly trace: Trace;
  readonly session: DataSession;
  readonly gone: () => void;
}

const lane = 'network';

/** Opens a link to a cell; what goes over it is told to the trace. */
export function openLink(cell: Cell, { device, mobility, trace, session, gone }: LinkParts): OpenLink {
  const listeners = new Set<(message: Bytes) => void>();
  let open = true;
  const wire = (way: string, octets: Bytes, what: string) => {
    trace.emit('wire', { lane, direction: `${device} ${way}`, octets, what });
  };
  const down = (octets: Bytes): Bytes => {
    const reading = readDownlink(octets);
    wire('downlink', octets, 'read' in reading ? reading.title : reading.unread);
    return octets;
  };
  const connection = new NasConnection(mobility, cell, (message) => {
    if (!open) return;
    const octets = down(writeDownlink(message));
    for (const listener of listeners) listener(octets);
  });
  const link: RadioLink = {
    cell,
    isOpen: () => open,
    async send(message) {
      if (!open) return [];
      const reading = readUplink(message);
      wire('uplink', message, 'read' in reading ? reading.title : reading.unread);
      return connection.answer(reading).map((answer) => down(writeDownlink(answer)));
    },
    async use(host, octets) {
      if (!open || connection.subscriber === undefined) return 'noSession';
      const carried = session.carry(host, octets);
      session.tell(host, carried);
      return carried.outcome;
    },
    onMessage(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    release() {
      open = false;
      listeners.clear();
      connection.released();
      gone();
    },
  };
  return { link, subscriber: () => connection.subscriber };
}
