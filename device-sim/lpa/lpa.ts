import type { HttpClient } from '#shared/http/client';
import type { Eid } from '#shared/identifiers/eid';
import { eidFromBytes } from '#shared/identifiers/eid';
import type { Iccid } from '#shared/identifiers/iccid';
import { iccidToBytes } from '#shared/identifiers/iccid';
import type { Imei } from '#shared/identifiers/imei';
import { tacOf } from '#shared/identifiers/imei';
import type { EuiccInfo2 } from '#shared/rsp/euicc-info';
import type { NotificationMetadata } from '#shared/rsp/notifications';
import { OneByOne } from '#shared/runtime/one-by-one';

import type { DownloadRequest, DownloadResult } from './download/download.ts';
import { download } from './download/download.ts';
import { BadCardAnswer } from './es10/card-errors.ts';
import * as es10a from './es10/es10a.ts';
import type { EuiccConfiguredAddresses } from './es10/es10a.ts';
import * as es10b from './es10/es10b.ts';
import * as es10c from './es10/es10c.ts';
import type { ResetOption } from './es10/es10c.ts';
import type { IsdR } from './es10/isd-r.ts';
import type { LpaParts } from './lpa-parts.ts';
import type { LpaSetup } from './lpa-setup.ts';
import { assemble } from './lpa-setup.ts';
import { learnEuiccInfo1, withIsdR } from './lpa-parts.ts';
import type { Delivery } from './notifications.ts';
import { deliverNotifications } from './notifications.ts';
import type { Profile } from './profiles.ts';
import { disableProfile, enableProfile, listProfiles } from './profiles.ts';

/** Whether the notifications of a change are delivered right after it; true if left out. */
export interface ChangeOptions {
  readonly deliver?: boolean;
}

/** A device's Local Profile Assistant. Errors are those of {@link diagnose}; `download` throws DownloadFailed. */
export interface Lpa {
  /** Downloads begin one after the other: an eUICC has one session at a time (SGP.22 §3.0.1). */
  download(request: DownloadRequest & { readonly imei?: Imei | undefined }): Promise<DownloadResult>;
  profiles(): Promise<readonly Profile[]>;
  enable(iccid: Iccid, options?: ChangeOptions): Promise<Delivery>;
  disable(iccid: Iccid, options?: ChangeOptions): Promise<Delivery>;
  delete(iccid: Iccid, options?: ChangeOptions): Promise<Delivery>;
  /** An empty nickname removes it. */
  setNickname(iccid: Iccid, nickname: string): Promise<void>;
  /** SGP.22 §5.7.19; operational and test Profiles and the default SM-DP+ address if left out. */
  memoryReset(what?: readonly ResetOption[], options?: ChangeOptions): Promise<Delivery>;
  notifications(): Promise<readonly NotificationMetadata[]>;
  deliverNotifications(): Promise<Delivery>;
  eid(): Promise<Eid>;
  info(): Promise<EuiccInfo2>;
  addresses(): Promise<EuiccConfiguredAddresses>;
  setDefaultSmdpAddress(address: string): Promise<void>;
  /** @param certificateList DER */
  loadCrl(certificateList: Uint8Array): Promise<es10b.LoadCrlResult>;
  /** Ends the connections that are kept. */
  close(): void;
}

const wholeReset = [
  'deleteOperationalProfiles',
  'deleteFieldLoadedTestProfiles',
  'resetDefaultSmdpAddress',
] as const satisfies readonly ResetOption[];

/** The LPA of a device whose card answers APDUs. @throws TypeError when the block size is not 1 to 255 */
export function openLpa(setup: LpaSetup): Lpa {
  return new OpenedLpa(setup);
}

class OpenedLpa implements Lpa {
  readonly #parts: LpaParts;
  readonly #client: HttpClient;
  readonly #downloads: OneByOne;

  constructor(setup: LpaSetup) {
    const { parts, client } = assemble(setup);
    this.#parts = parts;
    this.#client = client;
    this.#downloads = new OneByOne((turn) => parts.clock.until('an earlier download of this device', turn));
  }

  download({ imei, ...request }: Parameters<Lpa['download']>[0]): Promise<DownloadResult> {
    const parts = this.#parts;
    return this.#downloads.run('', () =>
      download(
        imei === undefined ? parts : { ...parts, device: { ...parts.device, imei, tac: tacOf(imei) } },
        request,
      ),
    );
  }

  profiles(): Promise<readonly Profile[]> {
    return this.#onCard(listProfiles);
  }

  enable(iccid: Iccid, options?: ChangeOptions): Promise<Delivery> {
    return this.#change(async (isdR) => {
      await enableProfile(isdR, iccid, this.#parts.refreshFlag);
      this.#changed('enabled', iccid);
    }, options);
  }

  disable(iccid: Iccid, options?: ChangeOptions): Promise<Delivery> {
    return this.#change(async (isdR) => {
      await disableProfile(isdR, iccid, this.#parts.refreshFlag);
      this.#changed('disabled', iccid);
    }, options);
  }

  delete(iccid: Iccid, options?: ChangeOptions): Promise<Delivery> {
    return this.#change(async (isdR) => {
      await es10c.deleteProfile(isdR, { iccid: iccidToBytes(iccid) });
      this.#changed('deleted', iccid);
    }, options);
  }

  setNickname(iccid: Iccid, nickname: string): Promise<void> {
    return this.#onCard(async (isdR) => {
      await es10c.setNickname(isdR, iccidToBytes(iccid), nickname);
      this.#changed('renamed', iccid);
    });
  }

  memoryReset(what: readonly ResetOption[] = wholeReset, options?: ChangeOptions): Promise<Delivery> {
    return this.#change(async (isdR) => {
      await es10c.euiccMemoryReset(isdR, what);
    }, options);
  }

  notifications(): Promise<readonly NotificationMetadata[]> {
    return this.#onCard(es10b.listNotification);
  }

  deliverNotifications(): Promise<Delivery> {
    return this.#onCard((isdR) => deliverAll(this.#parts, isdR));
  }

  eid(): Promise<Eid> {
    return this.#onCard(readEid);
  }

  info(): Promise<EuiccInfo2> {
    return this.#onCard(async (isdR) => (await es10b.getEuiccInfo2(isdR)).value);
  }

  addresses(): Promise<EuiccConfiguredAddresses> {
    return this.#onCard(es10a.getEuiccConfiguredAddresses);
  }

  setDefaultSmdpAddress(address: string): Promise<void> {
    return this.#onCard((isdR) => es10a.setDefaultDpAddress(isdR, address));
  }

  loadCrl(certificateList: Uint8Array): Promise<es10b.LoadCrlResult> {
    return this.#onCard((isdR) => es10b.loadCrl(isdR, certificateList));
  }

  close(): void {
    this.#client.close();
  }

  #onCard<T>(work: (isdR: IsdR) => Promise<T>): Promise<T> {
    return withIsdR(this.#parts, work);
  }

  #change(work: (isdR: IsdR) => Promise<void>, { deliver = true }: ChangeOptions = {}): Promise<Delivery> {
    return this.#onCard(async (isdR) => {
      await work(isdR);
      return deliver ? deliverAll(this.#parts, isdR) : nothingDelivered;
    });
  }

  #changed(action: 'enabled' | 'disabled' | 'deleted' | 'renamed', iccid: Iccid): void {
    const { trace, name } = this.#parts;
    trace.emit('lpa.profile', { device: name, action, iccid });
  }
}

const nothingDelivered: Delivery = { delivered: [], kept: [] };

async function deliverAll(parts: LpaParts, isdR: IsdR): Promise<Delivery> {
  await learnEuiccInfo1(parts, isdR);
  return deliverNotifications(parts, isdR);
}

async function readEid(isdR: IsdR): Promise<Eid> {
  const octets = await es10c.getEid(isdR);
  try {
    return eidFromBytes(octets);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new BadCardAnswer('GetEID', octets, cause.message, { cause });
  }
}
