/** The one assembly: `openWorld` puts the parts that exist together. */
export type { DeviceDownload, WorldDevice } from './device.ts';
export { makeCard } from './device.ts';
export type { World } from './open-world.ts';
export { openWorld } from './open-world.ts';
export type { CardPart, DevicePart, PublicAddress, SmdpPart, WorldOptions } from './world-options.ts';
