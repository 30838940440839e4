import type {
  AppMemory,
  DeviceModem,
  DeviceProfile,
  DeviceRegistration,
  DirectPage,
  DownloadListener,
  Launch,
  MobilePlans,
  MobilePlansDevice,
  MobilePlansSettings,
} from '#device-sim/mobile-plans/index';
import { openDirectPage, openMobilePlans } from '#device-sim/mobile-plans/index';
import type { Stage } from '#device-sim/lpa/index';
import { DownloadFailed } from '#device-sim/lpa/index';
import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';
import type { Clock } from '#shared/runtime/clock';
import { virtualClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import type { Instant } from '#shared/runtime/span';
import { instant, seconds } from '#shared/runtime/span';
import type { TraceRecord } from '#shared/runtime/trace';
import { Trace } from '#shared/runtime/trace';

export const newIccid = '8901091000000000017';
export const goodCode = '1$smdp.operator.test$AB-12';

type Download = (code: string, listener: DownloadListener | undefined) => Promise<{ readonly iccid: string }>;

/** A modem that is told what to say. */
export class ScriptedModem implements DeviceModem {
  registration: DeviceRegistration = { state: 'none', iccid: undefined };
  readonly #listeners = new Set<(registration: DeviceRegistration) => void>();
  /** When it was asked to register anew. */
  readonly asked: Instant[] = [];
  /** What comes of it. */
  attempt: () => void = () => undefined;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  becomes(state: DeviceRegistration['state'], iccid: string | undefined = newIccid): void {
    this.registration = { state, iccid };
    for (const listener of [...this.#listeners]) listener(this.registration);
  }

  onRegistration(listener: (registration: DeviceRegistration) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  register(): Promise<void> {
    this.asked.push(this.#clock.now());
    this.attempt();
    return Promise.resolve();
  }
}

/** A device that is told what its downloads come to; codes it was given are kept. */
export class ScriptedDevice implements MobilePlansDevice {
  readonly name = 'device-1';
  readonly imei = '490154203237518';
  readonly scripted: ScriptedModem;
  readonly codes: string[] = [];
  readonly enabled: string[] = [];
  eid: string | undefined = '89049032123451234512345678901235';
  country: string | undefined;
  modem: DeviceModem | undefined;
  installed: readonly DeviceProfile[] = [];
  outcome: Download = async () => {
    await this.clock.sleep(seconds(5), { what: 'the download' });
    return { iccid: newIccid };
  };

  readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
    this.scripted = new ScriptedModem(clock);
    this.modem = this.scripted;
  }

  /** What enabling comes to. */
  enabling: (iccid: string) => Promise<void> = () => Promise.resolve();

  async enable(iccid: string): Promise<void> {
    this.enabled.push(iccid);
    return this.enabling(iccid);
  }

  async download(code: string, listener?: DownloadListener): Promise<{ readonly iccid: string }> {
    this.codes.push(code);
    return this.outcome(code, listener);
  }

  profiles(): Promise<readonly DeviceProfile[]> {
    return Promise.resolve(this.installed);
  }
}

/** A failure as the LPA throws it. */
export function failure(
  status: ESimOperationStatusName,
  kind: DownloadFailed['diagnosis']['kind'] = 'http',
  code = '8.2/1.2',
  stage: Stage = 'authenticateClient',
): DownloadFailed {
  return new DownloadFailed(
    stage,
    { status, kind, code },
    { lastApdu: undefined, lastHttp: undefined },
    new Error('scripted'),
  );
}

/** A host on a virtual clock, with a device that is told what to do. */
export class Bench {
  readonly clock = virtualClock(instant('2026-11-23T09:00:00Z'));
  readonly trace = new Trace(this.clock);
  readonly device = new ScriptedDevice(this.clock);
  readonly records: TraceRecord[] = [];
  readonly host: MobilePlans;

  constructor(settings: Partial<MobilePlansSettings> = {}, memory?: AppMemory) {
    this.trace.onAny((record) => this.records.push(record));
    this.host = openMobilePlans({
      device: this.device,
      settings: { portalUrl: 'https://portal.operator.test/plans', ...settings },
      clock: this.clock,
      entropy: seededEntropy(1),
      trace: this.trace,
      ...(memory === undefined ? {} : { memory }),
    });
  }

  get findings(): readonly string[] {
    return this.host.findings.map(({ name }) => name);
  }

  get faults(): readonly unknown[] {
    return this.records.filter(({ name }) => name === 'fault');
  }

  async portal(): Promise<{ readonly launch: Launch; readonly page: DirectPage }> {
    const launch = await this.host.launch();
    const page = openDirectPage(launch);
    page.run(portalScript);
    return { launch, page };
  }
}

/** A portal that does everything right. */
export const portalScript = `
  var heard = [];
  function activated(json) { heard.push(['activated', JSON.parse(json)]); }
  function registered(json) { heard.push(['registered', JSON.parse(json)]); }
  MobilePlansInlineOperations.profileActivationCompleteScript = 'activated';
  MobilePlansInlineOperations.registrationChangedScript = 'registered';
  function bought() {
    const purchase = MobilePlans.createPurchaseMetaData();
    purchase.userAccount = MobilePlansUserAccount.new;
    purchase.purchaseInstrument = MobilePlansPurchaseInstrument.existing;
    purchase.line = MobilePlansLineType.new;
    purchase.moDirectStatus = MobilePlansMoDirectStatus.complete;
    purchase.planName = '2 GB monthly';
    return purchase;
  }
  function buy(code) { return MobilePlansInlineOperations.notifyProfileDownload(bought(), code); }
  function buyForLater(code, delay) { return MobilePlansInlineOperations.notifyProfileDownload(bought(), code, delay); }
  function networkLater(code, interval) {
    return MobilePlans.notifyPurchaseWithProfileDownload(bought(), code, interval);
  }
`;
