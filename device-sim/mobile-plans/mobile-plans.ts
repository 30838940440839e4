import { toHex } from '#shared/bytes/bytes';

import type { Callbacks } from './callbacks.ts';
import type { CheckedSettings } from './checked-settings.ts';
import { checkSettings } from './checked-settings.ts';
import { Findings } from './findings.ts';
import type { Launch } from './launch-contract.ts';
import { failureHeaders } from './launch-failures.ts';
import { drawTransactionId, launchParameters, launchUrl } from './launch-request.ts';
import type { MobilePlans, MobilePlansOptions } from './mobile-plans-contract.ts';
import { Operations } from './operations.ts';
import { noMemory } from './operations/app-memory.ts';
import { PortalLaunch } from './portal-launch.ts';
import type { MachineSettings } from './settings.ts';
import type { Toast } from './toasts/toast.ts';
import type { Toasts } from './toasts/toasts.ts';
import { openToasts } from './toasts/toasts.ts';

/**
 * Opens the Mobile Plans app of a device.
 * @throws SettingsRefused
 */
export function openMobilePlans(options: MobilePlansOptions): MobilePlans {
  return new MobilePlansApp(options, checkSettings(options.settings));
}

class MobilePlansApp implements MobilePlans {
  readonly #options: MobilePlansOptions;
  readonly #settings: CheckedSettings;
  readonly #findings: Findings;
  readonly #toasts: Toasts;
  readonly #ownToasts: boolean;
  readonly #operations: Operations;
  #launches = 0;
  #current: PortalLaunch | undefined;

  constructor(options: MobilePlansOptions, settings: CheckedSettings) {
    const { device, clock, trace } = options;
    this.#options = options;
    this.#settings = settings;
    this.#findings = new Findings(trace, device.name);
    const { toasts = openToasts({ device: device.name, clock, trace }), memory = noMemory } = options;
    this.#toasts = toasts;
    this.#ownToasts = options.toasts === undefined;
    const portal = (): Callbacks | undefined => this.#current?.callbacks;
    const findings = this.#findings;
    this.#operations = new Operations({ device, settings, clock, trace, findings, toasts, portal }, memory);
  }

  get findings(): MobilePlans['findings'] {
    return this.#findings.list;
  }

  get toasts(): MobilePlans['toasts'] {
    return this.#toasts.list;
  }

  get awaited(): MobilePlans['awaited'] {
    return this.#operations.awaited;
  }

  onToast(listener: (toast: Toast) => void): () => void {
    return this.#toasts.on(listener);
  }

  async launch(machine?: MachineSettings): Promise<Launch> {
    const { device, clock, trace } = this.#options;
    const settings =
      machine === undefined ? this.#settings : checkSettings({ ...this.#options.settings, ...machine });
    const { portal, notificationHosts, acceptLanguage, locale } = settings;
    this.#launches += 1;
    const entropy = this.#options.entropy.at(`${device.name}/launch/${this.#launches}`);
    const transactionId = drawTransactionId(entropy);
    const block = toHex(entropy.draw('operationIds', 8)).toLowerCase();
    const parameters = await clock.exchange('launch', () =>
      launchParameters(device, settings, transactionId),
    );
    const url = launchUrl(portal.url, parameters);
    const headers = { 'Accept-Language': acceptLanguage, ...failureHeaders(this.#operations.takeFailures()) };
    this.#current?.end({ why: 'closed' });
    for (const remark of portal.remarks) this.#findings.add(remark, portal.url.origin);
    trace.emit('host.launch', { device: device.name, url, headers });
    const protocol = portal.url.protocol === 'http:' ? 'http:' : 'https:';
    this.#current = new PortalLaunch(
      { url, headers, locale, transactionId, notificationHosts, protocol, block },
      { device: device.name, clock, trace, findings: this.#findings, operations: this.#operations },
    );
    return this.#current;
  }

  close(): Promise<void> {
    this.#current?.end({ why: 'closed' });
    this.#operations.close();
    if (this.#ownToasts) this.#toasts.close();
    return Promise.resolve();
  }
}
