import { connect } from 'node:tls';

import { judgedHere } from '#shared/http/tls-client';
import { makeIccid } from '#shared/identifiers/iccid';
import { es2plusFunctions } from '#shared/rsp/es2plus';
import { seededEntropy } from '#shared/runtime/entropy';
import type { Entropy } from '#shared/runtime/entropy';
import type { Smdp } from '#smdp/index';

import { someEid, stock } from '../smdp/bench.ts';
import { CraftedOperator, someTls, them, us } from '../smdp/es2plus/crafted-operator.ts';
import type { Chance } from './chance.ts';
import type { JsonObject } from './json-mutations.ts';
import { mutateJson } from './json-mutations.ts';
import { KeepAlive } from './keep-alive.ts';
import { expectAnswered } from './outcome.ts';
import { rightFor } from './right.ts';
import type { Target, Targets } from './target.ts';
import { openWatchedSmdp } from './watched-smdp.ts';

const profiles = 8;
const iccidOf = (number: number): string => `89000123456789${String(number).padStart(5, '0')}`;

/** The four functions of ES2+, over mutual TLS on connections that are kept. */
export async function es2plusTargets(entropy: Entropy = seededEntropy(1)): Promise<Targets> {
  const { smdp, faults, clock } = await openWatchedSmdp(entropy, {
    es2plus: { listen: { host: '127.0.0.1', port: 0 }, tls: { ...someTls, judge: () => undefined } },
  });
  for (let number = 1; number <= profiles; number += 1)
    await smdp.stock.add({ profile: stock(iccidOf(number)), profileType: 'A', owner: us });
  await smdp.stock.add({ profile: stock(iccidOf(99_999)), profileType: 'A', owner: them });
  const wire = new KeepAlive(async () => tlsTo(smdp));
  const operator = new CraftedOperator(smdp, clock);
  let rounds = 0;
  const expectHealthy = async (): Promise<void> => {
    wire.end();
    rounds += 1;
    await orderAsWished(smdp, operator, 20_000 + rounds);
    const theirs = (await smdp.orders.list()).find(({ iccid }) => iccid.startsWith(iccidOf(99_999)));
    if (theirs?.state !== 'Available')
      throw new Error(`another operator's Profile is ${theirs?.state ?? 'gone'}`);
    if (faults.length > 0) throw new Error(faults.splice(0).join('\n'));
  };
  return {
    targets: es2plusFunctions.map(({ name }): Target => ({
      name: `es2plus.${name}`,
      inFlight: 8,
      prepare: (chance) => mutateJson(chance, rightFor(rightCalls, name)(chance)),
      send: async (input) => {
        expectAnswered(await wire.post(`/gsma/rsp2/es2plus/${name}`, input));
        if (faults.length > 0) throw new Error(faults.splice(0).join('\n'));
      },
      expectHealthy,
    })),
    [Symbol.asyncDispose]: async () => {
      wire[Symbol.dispose]();
      operator.close();
      await smdp.close();
    },
  };
}

async function tlsTo(smdp: Smdp): Promise<ReturnType<typeof connect>> {
  const socket = connect({ port: smdp.es2plus?.port ?? 0, host: '127.0.0.1', ...someTls, ...judgedHere });
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
  });
  return socket;
}

const header = { functionRequesterIdentifier: us, functionCallIdentifier: 'TX-1' };

/** About one of our Profiles. */
const aProfile = (chance: Chance) => {
  const number = 1 + chance.below(profiles);
  return { header, iccid: withCheckDigit(number), eid: someEid, matchingId: `M-${number}` };
};

const rightCalls: Readonly<Record<string, (chance: Chance) => JsonObject>> = {
  downloadOrder: (chance) => {
    const { iccid, eid } = aProfile(chance);
    return { header, eid, ...(chance.oneIn(2) ? { iccid } : { profileType: 'A' }) };
  },
  confirmOrder: (chance) => ({
    ...aProfile(chance),
    confirmationCode: '1234',
    smdsAddress: '',
    releaseFlag: chance.oneIn(2),
  }),
  cancelOrder: (chance) => ({
    ...aProfile(chance),
    finalProfileStatusIndicator: chance.oneIn(4) ? 'Unavailable' : 'Available',
  }),
  releaseProfile: (chance) => ({ header, iccid: aProfile(chance).iccid }),
};

function withCheckDigit(number: number): string {
  return makeIccid(iccidOf(number));
}

/** A Profile of our own is ordered, confirmed, released and cancelled. */
async function orderAsWished(smdp: Smdp, operator: CraftedOperator, number: number): Promise<void> {
  await smdp.stock.add({ profile: stock(iccidOf(number)), profileType: 'mine', owner: us });
  const iccid = withCheckDigit(number);
  const calls = [
    ['downloadOrder', { iccid, eid: someEid }],
    ['confirmOrder', { iccid, eid: someEid, matchingId: `MINE-${number}`, releaseFlag: false }],
    ['releaseProfile', { iccid }],
    [
      'cancelOrder',
      { iccid, eid: someEid, matchingId: `MINE-${number}`, finalProfileStatusIndicator: 'Unavailable' },
    ],
  ] as const;
  for (const [name, members] of calls) {
    const outcome = await operator.outcome(name, members);
    if (outcome !== 'Executed-Success') throw new Error(`a right ${name} is answered ${outcome}`);
  }
}
