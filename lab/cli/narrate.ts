import pc from 'picocolors';
import type { World } from '#scenarios/world/index';
import { plainText } from '#shared/runtime/plain-text';
import { instant, toIso } from '#shared/runtime/span';
import type { TraceEvents, TraceName } from '#shared/runtime/trace';
import { refusals } from '#shared/rsp/refusals';

import type { Terminal } from './terminal.ts';

/** Who does something, and what; undefined where a person need not know. */
type Line = readonly [who: string, what: string] | undefined;
type Tellers = { readonly [Name in TraceName]?: (event: TraceEvents[Name]) => Line };

const states: Readonly<Record<TraceEvents['modem.registration']['state'], string>> = {
  none: 'has no SIM to register with',
  deregistered: 'is not registered',
  searching: 'searches for a network',
  home: 'Connected: at home',
  roaming: 'Connected: roaming',
  partner: 'Connected: with a partner',
  denied: 'is denied by the network',
};

const portalEnds: Readonly<Record<TraceEvents['host.ended']['why'], string>> = {
  purchased: 'the portal gives control back after a purchase',
  cancelled: 'the portal is cancelled',
  closed: 'the portal is closed',
};

/** Operations that go on later. */
const goingOn: Readonly<Partial<Record<TraceEvents['host.operation']['state'], string>>> = {
  scheduled: 'a profile is bought for later; its toast comes at',
  retrying: 'the download failed and is tried again at',
};

const tellers: Tellers = {
  'host.launch': ({ device, url }) => [device, `enters the portal ${withoutQuery(url)}`],
  'host.call': ({ device, name }) => [device, `the portal calls ${name}`],
  'host.callback': ({ device, name, argument, outcome }) => [
    device,
    `the portal is told ${name} ${argument}${outcome === 'delivered' ? '' : ` (${outcome})`}`,
  ],
  'host.ended': ({ device, why }) => [device, portalEnds[why]],
  'host.operation': ({ device, state, due }) => {
    const says = goingOn[state];
    return due === undefined || says === undefined
      ? undefined
      : [device, `${says} ${toIso(instant(due)).slice(11, 19)}`];
  },
  'host.toast': ({ device, id, state, text }) => [
    device,
    state === 'shown' ? `toast ${id}: ${text}` : `toast ${id} is ${state}`,
  ],
  'portal.purchase': ({ from, to }) => [
    'portal',
    from === 'none' ? `a customer comes in: ${to}` : `${from} -> ${to}`,
  ],
  'order.moved': ({ iccid, matchingId, to, why }) => [
    'SM-DP+',
    `${iccid} is ${to}${matchingId === '' ? '' : `, code ${matchingId}`}: ${why}`,
  ],
  'es9plus.refused': ({ function: name, refusal, detail }) => ['SM-DP+', refused(name, refusal, detail)],
  'es2plus.refused': ({ function: name, refusal, detail }) => ['SM-DP+', refused(name, refusal, detail)],
  'smdp.hungUp': ({ function: name, when }) => [
    'SM-DP+',
    when === 'before' ? `hangs up when ${name} is called` : `hangs up instead of answering ${name}`,
  ],
  'client.refused': ({ server, message }) => [server, message],
  'notification.received': ({ iccid, operation }) => [
    'SM-DP+',
    `takes ${operation}${iccid === undefined ? '' : ` of ${iccid}`}`,
  ],
  'operator.provisioned': ({ iccid }) => ['operator', `has the network know the subscriber of ${iccid}`],
  'operator.progress': ({ iccid, point, status }) => ['operator', `hears of ${iccid}: ${point}, ${status}`],
  'lpa.stage': ({ device, stage }) => [device, `download: ${stage}`],
  'lpa.failed': ({ device, message }) => [device, message],
  'lpa.profile': ({ device, action, iccid }) => [device, `${iccid} is ${action}`],
  'modem.aka': ({ device, imsi, result }) => [device, `authentication of ${imsi} and the network: ${result}`],
  'modem.registration': ({ device, state, plmn, cause }) => [
    device,
    `${states[state]}${plmn === undefined ? '' : ` (${plmn})`}${cause === undefined ? '' : `, cause ${cause}`}`,
  ],
  'network.moved': ({ device, country }) => [device, `is in ${country} now`],
  'network.balance': ({ imsi, why, octets }) => ['network', balanceOf(imsi, why, octets)],
  'network.data': ({ device, host, outcome }) =>
    outcome === 'blocked' ? [device, `nothing is left for ${host}: blocked`] : undefined,
  finding: ({ where, what, source }) =>
    where === 'mobile-plans' ? [source ?? where, `finding: ${what}`] : [where, `finding: ${what}`],
};

/** The events that are told in sentences; a log need not repeat them. */
export const narrated = Object.keys(tellers) as readonly TraceName[];

function balanceOf(imsi: string, why: TraceEvents['network.balance']['why'], octets?: number): string {
  if (why === 'usedUp') return `${imsi} has used up its balance`;
  if (why === 'expired') return `the balance of ${imsi} has expired`;
  return octets === undefined ? `${imsi} is not metered any more` : `${imsi} has ${octets} octets left`;
}

/** Tells a person what happens in a world, a line each. Returns a function that ends it. */
export function narrate(
  { trace, clock }: Pick<World, 'trace' | 'clock'>,
  terminal: Pick<Terminal, 'note' | 'colours'>,
): () => void {
  const { dim, green, red, yellow } = pc.createColors(terminal.colours);
  const paint = (what: string): string => {
    if (what.startsWith('Connected')) return green(what);
    if (/^(finding|refuse)/.test(what)) return yellow(what);
    return /failed|denied/.test(what) ? red(what) : what;
  };
  const ends = narrated.map((name) =>
    trace.on(name, (event) => {
      const line = tell(name, event);
      if (line === undefined) return;
      const [who, what] = [plainText(line[0]), plainText(line[1], 500)];
      terminal.note(`${dim(toIso(clock.now()).slice(11, 19))}  ${who.padEnd(9)} ${paint(what)}`);
    }),
  );
  ends.push(
    trace.on('host.toast', ({ kind, state }) => {
      if (kind === 'downloadReady' && state === 'shown')
        terminal.note(dim('          next: npx esimlab device toast accept'));
    }),
  );
  return () => {
    for (const end of ends) end();
  };
}

/** An event in a sentence; undefined where a person need not know of it. */
export function tell<Name extends TraceName>(name: Name, event: TraceEvents[Name]): Line {
  return tellers[name]?.(event);
}

function refused(name: string, refusal: keyof typeof refusals, detail: string | undefined): string {
  const { subject, reason, says } = refusals[refusal];
  return `refuses ${name}: ${refusal} (${subject}/${reason}), ${says}${detail === undefined ? '' : `: ${detail}`}`;
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
