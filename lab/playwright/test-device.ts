import type { Finding } from '#device-sim/mobile-plans/index';
import type { Registration, RegistrationState } from '#device-sim/modem/index';
import type { RegistrationWait } from '#scenarios/world/index';

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
}

/** A profile on a card. */
export interface TestProfile {
  readonly iccid: string;
  readonly state: 'enabled' | 'disabled';
}
