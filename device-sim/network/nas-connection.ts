import { sameBytes } from '#shared/bytes/bytes';

import type { Cell } from './cell.ts';
import type { Attachment, Mobility } from './mobility.ts';
import type { AttachRequest } from './nas/attach-messages.ts';
import type { AuthenticationFailure } from './nas/authentication-messages.ts';
import type { DownlinkMessage } from './nas/downlink.ts';
import type { EmmCause } from './nas/emm-cause.ts';
import type { MobileIdentity } from './nas/mobile-identity.ts';
import type { Reading } from './nas/message-codec.ts';
import type { UplinkMessage } from './nas/uplink.ts';
import type { Verdict } from './refusals.ts';
import type { AuthenticationVector } from './register/subscriber-register.ts';
import { subscriberAddress } from './subscriber-address.ts';

/** What a UE is known to be doing on its connection. */
type Phase =
  | { readonly phase: 'idle' }
  | { readonly phase: 'identifying'; readonly request: AttachRequest }
  | Authenticating
  | { readonly phase: 'completing'; readonly imsi: string; readonly attachment: Attachment }
  | { readonly phase: 'attached'; readonly imsi: string; readonly attachment: Attachment };

interface Authenticating {
  readonly phase: 'authenticating';
  readonly imsi: string;
  readonly request: AttachRequest;
  readonly vector: AuthenticationVector;
  readonly resynchronised: boolean;
}

type Answer = readonly DownlinkMessage[];
type Uplink<Name extends UplinkMessage['message']> = Extract<UplinkMessage, { readonly message: Name }>;

const idle: Phase = { phase: 'idle' };
const defaultBearer = 5;

/**
 * The network's end of one connection: attach with authentication, detach (TS 24.301 §5.4.2, §5.5.1, §5.5.2). Security
 * mode control is left out: all messages are plain.
 */
export class NasConnection {
  readonly #mobility: Mobility;
  readonly #cell: Cell;
  readonly #tell: (message: DownlinkMessage) => void;
  #phase: Phase = idle;

  /** @param tell sends a message that is no answer. */
  constructor(mobility: Mobility, cell: Cell, tell: (message: DownlinkMessage) => void) {
    this.#mobility = mobility;
    this.#cell = cell;
    this.#tell = tell;
  }

  /** The IMSI of the UE while it is attached. */
  get subscriber(): string | undefined {
    return this.#phase.phase === 'attached' ? this.#phase.imsi : undefined;
  }

  /** What the network says to octets of the UE; never throws for whatever octets. */
  answer(reading: Reading<UplinkMessage>): Answer {
    if ('read' in reading) return this.#message(reading.read);
    return reading.cause === undefined ? [] : status(reading.cause);
  }

  /** The UE has let go of the link. */
  released(): void {
    this.#leave();
  }

  #message(message: UplinkMessage): Answer {
    switch (message.message) {
      case 'attachRequest':
        return this.#attach(message);
      case 'identityResponse':
        return this.#identified(message.identity);
      case 'authenticationResponse':
        return this.#authenticated(message);
      case 'authenticationFailure':
        return this.#authenticationFailed(message);
      case 'attachComplete':
        return this.#completed();
      case 'detachRequest':
        this.#leave();
        return message.switchOff ? [] : [{ message: 'detachAccept' }];
      case 'detachAccept':
      case 'emmStatus':
        return [];
    }
  }

  #attach(request: AttachRequest): Answer {
    this.#leave();
    const { identity } = request;
    if ('imsi' in identity) return this.#admit(identity.imsi, request);
    const imsi = 'guti' in identity ? this.#mobility.imsiOf(identity.guti) : undefined;
    if (imsi !== undefined) return this.#admit(imsi, request);
    this.#phase = { phase: 'identifying', request };
    return [{ message: 'identityRequest', wanted: 'imsi' }];
  }

  #identified(identity: MobileIdentity): Answer {
    if (this.#phase.phase !== 'identifying') return status(98);
    const { request } = this.#phase;
    this.#phase = idle;
    return 'imsi' in identity ? this.#admit(identity.imsi, request) : [{ message: 'attachReject', cause: 9 }];
  }

  #admit(imsi: string, request: AttachRequest): Answer {
    const verdict = this.#mobility.verdict(imsi, this.#cell);
    const challenged = verdict === undefined || (verdict === 'authentication' && this.#mobility.knows(imsi));
    return challenged ? this.#challenge(imsi, request, false) : this.#turnAway(verdict);
  }

  #turnAway(verdict: NonNullable<Verdict>): Answer {
    this.#phase = idle;
    if (verdict === 'noAnswer') return [];
    return verdict === 'authentication'
      ? [{ message: 'authenticationReject' }]
      : [{ message: 'attachReject', ...verdict }];
  }

  #challenge(imsi: string, request: AttachRequest, resynchronised: boolean): Answer {
    const vector = this.#mobility.options.register.vector(imsi);
    this.#phase = { phase: 'authenticating', imsi, request, vector, resynchronised };
    return [{ message: 'authenticationRequest', rand: vector.rand, autn: vector.autn }];
  }

  #authenticated({ res }: Uplink<'authenticationResponse'>): Answer {
    if (this.#phase.phase !== 'authenticating') return status(98);
    if (!sameBytes(res, this.#phase.vector.xres)) return this.#rejectAuthentication();
    return this.#accept(this.#phase);
  }

  /** §5.4.2.7: a synch failure is made good once; all else ends the procedure, for the IMSI is the UE's own. */
  #authenticationFailed({ cause, auts }: AuthenticationFailure): Answer {
    const now = this.#phase;
    if (now.phase !== 'authenticating') return status(98);
    const { imsi, request, vector, resynchronised } = now;
    if (cause !== 21 || auts === undefined || resynchronised) return this.#rejectAuthentication();
    if (!this.#mobility.options.register.resynchronise(imsi, vector.rand, auts)) {
      return this.#rejectAuthentication();
    }
    return this.#challenge(imsi, request, true);
  }

  #rejectAuthentication(): Answer {
    this.#phase = idle;
    return [{ message: 'authenticationReject' }];
  }

  /** The subscriber may have been barred or withdrawn meanwhile. */
  #accept({ imsi, request }: Authenticating): Answer {
    const verdict = this.#mobility.verdict(imsi, this.#cell);
    if (verdict !== undefined) return this.#turnAway(verdict);
    const { accessPointName, periodicUpdate } = this.#mobility.options;
    const { plmn, tac } = this.#cell;
    const guti = this.#mobility.identify(imsi, plmn);
    this.#phase = { phase: 'completing', imsi, attachment: this.#attachment(imsi, guti) };
    const { transaction } = request.connectivity;
    const address = subscriberAddress(imsi);
    return [
      {
        message: 'attachAccept',
        t3412: periodicUpdate,
        trackingAreas: [{ plmn, tac }],
        bearer: { transaction, bearer: defaultBearer, accessPointName, address },
        guti,
      },
    ];
  }

  #completed(): Answer {
    if (this.#phase.phase !== 'completing') return status(98);
    const { imsi, attachment } = this.#phase;
    this.#phase = { phase: 'attached', imsi, attachment };
    this.#mobility.attached(imsi, attachment);
    return [];
  }

  #attachment(imsi: string, guti: Attachment['guti']): Attachment {
    return {
      guti,
      expel: (cause) => {
        this.#phase = idle;
        this.#tell({ message: 'networkDetachRequest', reattach: false, cause });
      },
      drop: () => {
        if (this.#phase.phase === 'attached' && this.#phase.imsi === imsi) this.#phase = idle;
      },
    };
  }

  #leave(): void {
    if (this.#phase.phase === 'attached') this.#mobility.detached(this.#phase.imsi, this.#phase.attachment);
    this.#phase = idle;
  }
}

const status = (cause: EmmCause): Answer => [{ message: 'emmStatus', cause }];
