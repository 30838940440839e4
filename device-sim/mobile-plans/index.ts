/** The Windows Mobile Plans app of a device, without its window: launch, bridge, operations (mobile-plans §2, §3, §11). */
import './events.ts';

export { deliverName, transportName } from './bridge/contract.ts';
export { deliveryExpression } from './bridge/script.ts';
export type {
  DeviceModem,
  DeviceProfile,
  DeviceRegistration,
  DownloadListener,
  MobilePlansDevice,
} from './device.ts';
export { openDirectPage } from './direct-page.ts';
export type { DirectPage } from './direct-page.ts';
export { enumerations } from './enumerations.ts';
export type { ActivationError, NetworkRegistrationState } from './enumerations.ts';
export type { Finding, FindingName } from './findings.ts';
export { findingTable } from './findings.ts';
export {
  browserArguments,
  findBrowser,
  hostPage,
  NoBrowser,
  openHostedPage,
  openHostingBrowser,
  PortalNotShown,
  windowSize,
} from './hosting/index.ts';
export type {
  BrowserOptions,
  HostedPage,
  HostedPageOptions,
  HostingBrowser,
  PageLimits,
  PageOptions,
  WindowFinding,
} from './hosting/index.ts';
export type {
  BridgeEnd,
  DeliveryOutcome,
  Launch,
  LaunchEnd,
  MessageSource,
  PagePort,
} from './launch-contract.ts';
export { openMobilePlans } from './mobile-plans.ts';
export type { MobilePlans, MobilePlansOptions } from './mobile-plans-contract.ts';
export type { AppMemory, KeptDownload } from './operations/app-memory.ts';
export type { Awaited } from './operations/awaited.ts';
export type { PurchaseMetaData } from './purchase-meta-data.ts';
export type { DownloadRetry, MachineSettings, MobilePlansSettings } from './settings.ts';
export { SettingsRefused } from './settings.ts';
export type { AcceptedToast, Toast, ToastKind, ToastState } from './toasts/toast.ts';
export { ToastAnswered } from './toasts/toast.ts';
export { openToasts } from './toasts/toasts.ts';
export type { Toasts } from './toasts/toasts.ts';
