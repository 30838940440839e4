import type {
  PlaywrightTestArgs,
  PlaywrightTestOptions,
  PlaywrightWorkerArgs,
  PlaywrightWorkerOptions,
  TestType,
} from '@playwright/test';

import type { Launch } from '#device-sim/mobile-plans/index';
import type { Operator } from '#scenarios/operator/index';
import type { World } from '#scenarios/world/index';

import type { TestDevice } from './test-device.ts';
import type { PortalSettings, TestLab } from './test-lab.ts';

/** What a team may set with `use`. */
export interface LabOptions {
  /** Draws everything that is random; the title of the test unless given. */
  readonly seed: string | number | undefined;
  /** The team's own portal, entered in place of the reference one. https; http on loopback only. */
  readonly portalUrl: string | undefined;
  /** How the app is set up besides: notificationHosts, market, location, acceptLanguage, iccidRanges. */
  readonly mobilePlans: Omit<PortalSettings, 'portalUrl'>;
}

/** What a test is given besides Playwright's own `page` and `context`, which are the Mobile Plans window. */
export interface LabFixtures {
  /** All of the lab; the others are parts of it. */
  readonly lab: TestLab;
  /** Not under `esimlab exec`, where the lab is another process. */
  readonly world: World;
  /** The operator with its desk and its portal. Not under `esimlab exec`. */
  readonly operator: Operator;
  readonly device: TestDevice;
  /** The entry into the portal that the page shows. */
  readonly launch: Launch;
  /** Skips the tests of browsers that cannot be the window. */
  readonly chromiumAlone: undefined;
}

export type LabTest = TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & LabFixtures & LabOptions,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions
>;
