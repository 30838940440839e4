import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';

import { functions } from '../../device-sim/euicc/isdr/functions.ts';
import type { Session } from '../../device-sim/euicc/session/session.ts';
import type { Bench } from '../device-sim/euicc/bench.ts';
import { mutateDer } from './der-mutations.ts';
import type { InnerCard } from './hostile-card.ts';
import { CardMaker, expectCardWorks, rightSession, sendSoundly } from './hostile-card.ts';
import type { Target, Targets } from './target.ts';

/** Right commands of a function: some for any session, or the one of a session that has come so far. */
type RightCommands = readonly Bytes[] | 'challenged' | 'authenticated' | 'cancellable';

const inAnySession = (...commands: readonly string[]): readonly Bytes[] =>
  commands.map((hex) => fromHex(hex));

const isdpAid = '4F10A0000005591010FFFFFFFF8900001100';
const iccid = '5A0A98001032547698103214';

/** A right command, or several, for each function of the ISD-R by its tag; a new function is attacked once it has one. */
export const rightCommands: ReadonlyMap<number, RightCommands> = new Map<number, RightCommands>([
  [0xbf3c, inAnySession('BF3C00')],
  [0xbf3f, inAnySession('BF3F1280 10736D64702E6578616D706C652E636F6D', 'BF3F028000')],
  [0xbf42, inAnySession('BF42028001 00', 'BF4203800101')],
  [0xbf2e, inAnySession('BF2E00')],
  [0xbf20, inAnySession('BF2000')],
  [0xbf22, inAnySession('BF2200')],
  [0xbf38, 'challenged'],
  [0xbf21, 'authenticated'],
  [0xbf41, 'cancellable'],
  [0xbf28, inAnySession('BF2800', 'BF280481020780')],
  [0xbf2b, inAnySession('BF2B00', 'BF2B05A003800101', 'BF2B06A00481020780')],
  [0xbf30, inAnySession('BF3003800163')],
  [0xbf35, inAnySession('BF3502A000')],
  [0xbf43, inAnySession('BF4300')],
  [
    0xbf2d,
    inAnySession('BF2D00', 'BF2D0EA00C5A0A98001032547698103214', 'BF2D065C045A4F9F70', 'BF2D05A003950102'),
  ],
  [0xbf31, inAnySession(`BF3111A00C${iccid}810100`, `BF3117A012${isdpAid}810100`)],
  [0xbf32, inAnySession(`BF3211A00C${iccid}810100`)],
  [0xbf33, inAnySession(`BF330C${iccid}`)],
  [0xbf34, inAnySession('BF340482020520')],
  [0xbf3e, inAnySession('BF3E035C015A')],
  [0xbf29, inAnySession(`BF2911${iccid}9003414243`)],
]);

/** Every function of the ISD-R that takes one command, on a card with a Profile. */
export async function cardTargets(): Promise<Targets> {
  const maker = await CardMaker.make();
  const session = await rightSession(maker);
  const targetOf = ({ name, tag }: (typeof functions)[number]): Target => {
    const right = rightCommands.get(tag);
    switch (right) {
      case undefined:
        throw new Error(`${name} is attacked by nobody: there is no right command of it`);
      case 'challenged':
        return inSession(maker, name, session.challenged, session.authenticateServer);
      case 'authenticated':
        return inSession(maker, name, session.authenticated, session.prepareDownload);
      case 'cancellable':
        return inSession(maker, name, session.prepared, session.cancelSession);
      default:
        return overApdus(maker, name, right);
    }
  };
  return { targets: functions.map(targetOf), [Symbol.asyncDispose]: async () => undefined };
}

/** Inputs after which the card is had anew: what was right changes it. */
const wearsOutAfter = 200;

/** In STORE DATA, as it comes over the contacts. */
function overApdus(maker: CardMaker, name: string, right: readonly Bytes[]): Target {
  let bench: Bench | undefined;
  let inputs = 0;
  return {
    name: `card.${name}`,
    prepare: async (chance) => {
      if (bench === undefined || inputs % wearsOutAfter === 0) bench = await maker.anew();
      inputs += 1;
      return mutateDer(chance, chance.pick(right));
    },
    send: async (input) => {
      bench ??= await maker.anew();
      await sendSoundly(bench, input);
    },
    expectHealthy: async () => {
      if (bench !== undefined) await expectCardWorks(bench);
      bench = undefined;
    },
  };
}

/** Behind the APDUs, in a session that goes on; each tenth over the contacts, in no session. */
function inSession(maker: CardMaker, name: string, sessions: readonly Session[], right: Bytes): Target {
  const plain = overApdus(maker, name, [right]);
  let card: InnerCard | undefined;
  let inputs = 0;
  return {
    ...plain,
    send: async (input) => {
      if (inputs % wearsOutAfter === 0 || card === undefined) card = await maker.inside(sessions);
      inputs += 1;
      card.restore();
      await card.execute(input);
      if (inputs % 10 === 0) await plain.send(input);
    },
  };
}
