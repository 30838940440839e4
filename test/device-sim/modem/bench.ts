import type { Air, Cell, Network, NetworkOptions } from '#device-sim/network/index';
import { openNetwork, readDownlink, readUplink } from '#device-sim/network/index';
import type { Modem, ModemOptions, Registration } from '#device-sim/modem/index';
import { openModem } from '#device-sim/modem/index';
import type { Bytes } from '#shared/bytes/bytes';
import { parseImei } from '#shared/identifiers/imei';
import { parsePlmn } from '#shared/identifiers/plmn';
import { virtualClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';
import { Trace } from '#shared/runtime/trace';

import type { ScriptedProfile } from './scripted-card.ts';
import { firstProfile, ScriptedCard } from './scripted-card.ts';

export const cell = (plmn: string, tac = 1): Cell => ({
  plmn: parsePlmn(plmn),
  tac,
  accessTechnology: 'E-UTRAN',
});

/** What the network's lane said, `device-1 uplink ATTACH REQUEST` and so on. */
export interface Said {
  readonly who: string;
  readonly octets: Bytes;
}

interface BenchOptions {
  readonly network?: Partial<NetworkOptions>;
  readonly profile?: ScriptedProfile | null;
  readonly modem?: Partial<ModemOptions>;
  /** What the modem meets instead of the network. */
  readonly air?: (network: Network) => Air;
  readonly provision?: boolean;
}

/** A network, a scripted card and a modem on one virtual clock. */
export function openBench(options: BenchOptions = {}) {
  const clock = virtualClock(instant('2026-11-23T09:00:00Z'));
  const entropy = seededEntropy('modem');
  const trace = new Trace(clock);
  const network = openNetwork({ clock, entropy, trace, ...options.network });
  const air = options.air?.(network) ?? network.air;
  const card = new ScriptedCard(options.profile);
  const said: Said[] = [];
  const aka: string[] = [];
  const findings: string[] = [];
  const faults: unknown[] = [];
  trace.on('wire', ({ direction, octets, what }) => {
    said.push({ who: `${direction} ${what ?? ''}`, octets });
  });
  trace.on('modem.aka', ({ result }) => aka.push(result));
  trace.on('finding', ({ what }) => findings.push(what));
  trace.on('fault', ({ error }) => faults.push(error));
  const device = (name: string, itsCard: ScriptedCard): Modem =>
    openModem({
      name,
      imei: parseImei('356938035643809'),
      card: itsCard,
      air,
      clock,
      trace,
      ...options.modem,
    });
  const modem = device('device-1', card);
  const states: Registration[] = [];
  modem.onRegistration((registration) => states.push(registration));
  const provision = ({ imsi, k, opc }: ScriptedProfile = firstProfile) => {
    network.provisioning.provision({ imsi, k, opc, algorithm: 'milenage' });
  };
  if (options.provision !== false) provision();
  return {
    clock,
    trace,
    network,
    card,
    modem,
    device,
    states,
    said,
    aka,
    findings,
    faults,
    provision,
    /** Power on, and until the first attempt has ended. */
    async registered() {
      await clock.run(async () => {
        await modem.start();
        await modem.register();
      });
      return modem.registration;
    },
    /** The names of what was said, in order. */
    titles: () => said.map(({ who }) => who),
  };
}

export const uplinkOf = (octets: Bytes) => {
  const reading = readUplink(octets);
  return 'read' in reading ? reading.read : undefined;
};

export const downlinkOf = (octets: Bytes) => {
  const reading = readDownlink(octets);
  return 'read' in reading ? reading.read : undefined;
};
