import type { CardPart, World, WorldDevice } from '#scenarios/world/index';

/** Where devices come from that are not open yet. */
export interface DeviceShelf {
  /** Every device there is, open or not. */
  names(): readonly string[];
  /** A device by name, opened where it is not yet; undefined when there is none of that name. */
  find(name: string): Promise<WorldDevice | undefined>;
  /** A new device with a card of its own. The name is free. */
  create(name: string, card: CardPart): Promise<WorldDevice>;
}

/** The devices of a world, and no others; new ones live in memory. */
export function devicesOf(world: World): DeviceShelf {
  return {
    names: () => world.devices().map(({ name }) => name),
    find: (name) => Promise.resolve(world.devices().find((each) => each.name === name)),
    create: (name, card) => world.addDevice({ name, card }),
  };
}
