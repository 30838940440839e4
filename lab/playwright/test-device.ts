import type { Finding, ToastKind, ToastState } from '#device-sim/mobile-plans/index';
import type { Registration, RegistrationState } from '#device-sim/modem/index';
import type { RegistrationWait } from '#scenarios/world/index';
import type { Span } from '#shared/runtime/span';

/** The device of a test, in this process or in the lab that `esimlab exec` has started. */
export interface TestDevice {
  readonly name: string;
  readonly eid: string;
  readonly imei: string;
  /** Where its modem stands now. */
  readonly registration: Pick<Registration, 'state' | 'iccid'>;
  readonly mobilePlans: {
    /** What the app finds fault with in the portal, so far and in order. */
    readonly findings: readonly Pick<Finding, 'name' | 'what' | 'note'>[];
  };
  /** What is on its card. */
  profiles(): Promise<readonly TestProfile[]>;
  /**
   * Waits until its modem stands there. The clock of the test is wound for it once a profile is enabled; until then the
   * page is waited for, in wall time.
   * @throws NotRegistered in one line that says where the modem stands instead
   */
  registered(state: RegistrationState, wait?: RegistrationWait): Promise<void>;
  /** The toasts that have been shown, in order. */
  toasts(): readonly TestToast[];
  /**
   * Waits for a toast that nobody has answered, winding the clock of the test to what comes next.
   * @throws NoToast in one line that says what there is instead
   */
  toast(kind: ToastKind, wait?: ToastWait): Promise<TestToast>;
}

/** A toast that was waited for was not shown. The message is one line. */
export class NoToast extends Error {
  override readonly name = 'NoToast';
}

/** A toast on the screen of a device. */
export interface TestToast {
  readonly kind: ToastKind;
  readonly text: string;
  /** When it was asked for. */
  readonly state: ToastState;
  /** As the person would; what it invites to has been tried once then, however it ended. */
  accept(): Promise<void>;
  ignore(): Promise<void>;
}

/** How a toast is waited for. */
export interface ToastWait {
  /** By the Clock of the test; a day unless given. Under `esimlab exec` by that of the lab, a minute unless given. */
  readonly within?: Span;
}

/** A profile on a card. */
export interface TestProfile {
  readonly iccid: string;
  readonly state: 'enabled' | 'disabled';
}
