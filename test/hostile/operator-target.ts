import { connect } from 'node:tls';

import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { toUtf8 } from '#shared/bytes/bytes';
import { judgedHere } from '#shared/http/tls-client';
import { HandleDownloadProgressInfo } from '#shared/rsp/es2plus';

import type { JsonObject } from './json-mutations.ts';
import { mutateJson } from './json-mutations.ts';
import { KeepAlive } from './keep-alive.ts';
import { expectAnswered } from './outcome.ts';
import type { Targets } from './target.ts';

const host = 'api.operator.test';

/** handleDownloadProgressInfo at an operator, over mutual TLS on a connection that is kept. */
export async function operatorTargets(): Promise<Targets> {
  const world = await openWorld({ seed: 1, devices: [], network: false });
  const faults: string[] = [];
  world.trace.on('fault', ({ where, error }) => {
    faults.push(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  });
  const attacked = await world.desk.order({});
  const untouched = await world.desk.order({});
  const { iccid } = attacked.order;
  const { key, cert } = world.web.client('an SM-DP+');
  const wire = new KeepAlive(async () => tlsTo(world, { key, cert }));
  const post = async (body: Uint8Array): Promise<string> => {
    const outcome = expectAnswered(await wire.post(HandleDownloadProgressInfo.path, body));
    if (faults.length > 0) throw new Error(faults.splice(0).join('\n'));
    return outcome;
  };
  return {
    targets: [
      {
        name: 'operator.handleDownloadProgressInfo',
        inFlight: 8,
        prepare: (chance) => mutateJson(chance, told(iccid, 1 + chance.below(4))),
        send: async (input) => {
          await post(input);
        },
        expectHealthy: async () => {
          wire.end();
          const outcome = await post(toUtf8(JSON.stringify(told(iccid, 3))));
          if (outcome !== '204') throw new Error(`a right call is answered ${outcome}`);
          const { progress = [] } = world.desk.record(iccid) ?? {};
          if (progress.length > 100) throw new Error(`${progress.length} points are kept`);
          const state = world.desk.record(untouched.order.iccid)?.state;
          if (state !== untouched.order.state)
            throw new Error(`an order nobody told of is ${state ?? 'gone'}`);
        },
      },
    ],
    [Symbol.asyncDispose]: async () => {
      wire[Symbol.dispose]();
      await world.close();
    },
  };
}

async function tlsTo(
  { names }: World,
  client: { key: string; cert: string },
): Promise<ReturnType<typeof connect>> {
  const target = names.get(host);
  if (target === undefined) throw new Error(`the world has no ${host}`);
  const socket = connect({ ...target, servername: host, ...client, ...judgedHere });
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
  });
  return socket;
}

const told = (iccid: string, notificationPointId: number): JsonObject => ({
  header: { functionRequesterIdentifier: '2.999.10', functionCallIdentifier: 'T-1' },
  eid: '89049032123451234512345678901235',
  iccid,
  profileType: 'x',
  timestamp: '2026-11-23T09:00:00Z',
  notificationPointId,
  notificationPointStatus: {
    status: notificationPointId === 4 ? 'Failed' : 'Executed-Success',
    statusCodeData: { subjectCode: '8.1', reasonCode: '4.8', subjectIdentifier: 'x', message: 'no room' },
  },
  resultData: 'vzcA',
});
