import type { DownloadResult, Lpa, LpaHost } from '#device-sim/lpa/index';
import { acceptingHost } from '#device-sim/lpa/index';
import type {
  AppMemory,
  DeviceModem,
  DownloadListener,
  MobilePlans,
  MobilePlansSettings,
  Toasts,
} from '#device-sim/mobile-plans/index';
import { openMobilePlans } from '#device-sim/mobile-plans/index';
import type { Eid } from '#shared/identifiers/eid';
import { parseIccid } from '#shared/identifiers/iccid';
import type { Imei } from '#shared/identifiers/imei';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';

import { worldNames } from './names.ts';

/** The device that a Mobile Plans app runs on. */
export interface MobilePlansSurroundings {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly trace: Trace;
  readonly name: string;
  /** Undefined while there is a SIM of plastic in its place. */
  readonly eid: () => Eid | undefined;
  /** The country where it is; undefined where the network has none. */
  readonly country: () => string | undefined;
  readonly imei: Imei;
  readonly lpa: Lpa;
  /** Undefined where there is no network. */
  readonly modem: DeviceModem | undefined;
  readonly toasts: Toasts;
  /** Where the app keeps what it does later; nowhere when undefined. */
  readonly memory: AppMemory | undefined;
}

/** A device without a modem is registered nowhere. */
const noModem: DeviceModem = {
  registration: { state: 'none', iccid: undefined },
  onRegistration: () => () => undefined,
  register: () => Promise.resolve(),
};

/** The Mobile Plans app on a device. @throws SettingsRefused */
export function openMobilePlansOn(
  { clock, entropy, trace, ...parts }: MobilePlansSurroundings,
  settings: MobilePlansSettings,
): MobilePlans {
  const { name, eid, country, imei, lpa, modem = noModem, toasts, memory } = parts;
  const enable = async (iccid: string): Promise<void> => {
    await lpa.enable(parseIccid(iccid));
  };
  const device = {
    name,
    get eid() {
      return eid();
    },
    get country() {
      return country();
    },
    imei,
    modem,
    profiles: () => lpa.profiles(),
    download,
    enable,
  };
  return openMobilePlans({
    clock,
    entropy,
    trace,
    settings,
    device,
    toasts,
    ...(memory === undefined ? {} : { memory }),
  });

  async function download(activationCode: string, listener?: DownloadListener): Promise<DownloadResult> {
    const host: LpaHost = {
      ...acceptingHost,
      consent: (question) => {
        listener?.offered(question.profile.iccid);
        return acceptingHost.consent(question);
      },
    };
    return lpa.download({ activationCode, imei, enable: true, host });
  }
}

/**
 * What the service configuration of the world's operator says, where nothing else is given: its portal by each name
 * that it has, and its ICCIDs. Undefined where nobody says which portal is entered.
 */
export function mobilePlansSettings(
  given: Partial<MobilePlansSettings>,
  portal: { readonly port: number } | undefined,
): MobilePlansSettings | undefined {
  const { portalUrl } = given;
  if (portalUrl !== undefined) return { ...given, portalUrl };
  if (portal === undefined) return undefined;
  const onThisMachine = ['localhost', '127.0.0.1', '[::1]'].map((host) => `${host}:${portal.port}`);
  return {
    portalUrl: `https://${worldNames.portal}/`,
    notificationHosts: [worldNames.portal, ...onThisMachine],
    iccidRanges: ['8900101'],
    ...given,
  };
}
