/** The device's Local Profile Assistant: ES10 towards any card, ES9+ towards any SM-DP+ (SGP.22 §3). */
import './events.ts';

export { diagnose } from './diagnosis.ts';
export type { Diagnosis } from './diagnosis.ts';
export { DownloadFailed, toResult } from './download-failed.ts';
export type { FailureResult } from './download-failed.ts';
export type { DownloadRequest, DownloadResult } from './download/download.ts';
export { acceptingHost } from './download/host.ts';
export type { ConsentAnswer, ConsentQuestion, LpaHost } from './download/host.ts';
export { stages } from './download/stages.ts';
export type { Stage } from './download/stages.ts';
export type { Card } from './es10/card-wire.ts';
export { openLpa } from './lpa.ts';
export type { Lpa } from './lpa.ts';
export type { LpaOptions } from './lpa-setup.ts';
export type { Delivery } from './notifications.ts';
export { displayName, visibleProfiles } from './profiles.ts';
export type { Profile } from './profiles.ts';
