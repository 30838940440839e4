/** The one assembly: `openWorld` puts the parts that exist together. */
export type { DeviceDownload, WorldDevice } from './device.ts';
export { makeCard } from './make-card.ts';
export { misbehave, misbehavingFunctions, wrongMisbehaviour } from './misbehave.ts';
export type { Misbehaviour, MisbehavingFunction } from './misbehave.ts';
export { NotRegistered } from './registered.ts';
export type { RegistrationWait } from './registered.ts';
export { NothingCanHappen, steppedClock, systemClock, virtualClock } from '#shared/runtime/clock';
export { after, days, hours, instant, minutes, seconds } from '#shared/runtime/span';
export { openWorld } from './open-world.ts';
export { SharedWebPki } from './shared-web-pki.ts';
export type { World } from './world.ts';
export type {
  CardPart,
  DevicePart,
  NetworkPart,
  OperatorPart,
  PortalPart,
  PublicAddress,
  SmdpPart,
  WebPart,
  WorldOptions,
} from './world-options.ts';
