/** The control API of a lab: REST and the trace, for the command line, pages and programs of other people. */
export { drawToken, openControl, scriptTagOf } from './control.ts';
export type { Control, ControlOptions } from './control.ts';
export type * from './contract.ts';
export { appSettings } from './device/app-settings.ts';
export { parseDefaultSmdpAddress } from './device/default-smdp.ts';
export { deviceRoom } from './device/device-room.ts';
export type { DeviceRoom } from './device/device-room.ts';
export type { DeviceShelf } from './device/device-shelf.ts';
export { lastFrames } from './device/download.ts';
export { followTrace } from './client/follow-trace.ts';
export type { FollowedTrace, LabAddress } from './client/follow-trace.ts';
export { traceJson } from './trace/trace-json.ts';
export { remoteLaunch } from './client/remote-launch.ts';
export type { RemoteLaunch } from './client/remote-launch.ts';
export type { LaunchAnswer, OpenLaunchRequest } from './launches/launch-messages.ts';
