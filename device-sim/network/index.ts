/** A small mobile network: a subscriber register, cells, and plain NAS (TS 24.301) with EPS AKA. */
export type { Air, RadioLink } from './air.ts';
export type { Cell } from './cell.ts';
export { readDownlink, writeDownlink } from './nas/downlink.ts';
export type { DownlinkMessage } from './nas/downlink.ts';
export { emmCauses } from './nas/emm-cause.ts';
export type { EmmCause } from './nas/emm-cause.ts';
export { readMobileIdentity, writeMobileIdentity } from './nas/mobile-identity.ts';
export type { Guti, MobileIdentity } from './nas/mobile-identity.ts';
export { sameTrackingArea, writeTrackingArea } from './nas/tracking-area.ts';
export type { TrackingArea } from './nas/tracking-area.ts';
export { readUplink, writeUplink } from './nas/uplink.ts';
export type { UplinkMessage } from './nas/uplink.ts';
export { openNetwork } from './network.ts';
export type { Network, NetworkOptions } from './network.ts';
export { openDataPath } from './proxy/data-path.ts';
export type { DataPath, DataPathLimits, DataPathOptions } from './proxy/data-path.ts';
export type { HostTraffic } from './proxy/traffic.ts';
export type { Allowed, HostKind } from './proxy/way-out.ts';
