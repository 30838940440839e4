import type { Bytes } from '#shared/bytes/bytes';
import { toBase64, toHex, toUtf8 } from '#shared/bytes/bytes';
import { es9plusFunctions } from '#shared/rsp/es9plus';
import type { Entropy } from '#shared/runtime/entropy';

import type { AuthenticatedSession, BegunSession } from '../support/crafted-device.ts';
import { HostileSmdp } from './hostile-smdp.ts';
import type { JsonObject } from './json-mutations.ts';
import { mutateJson } from './json-mutations.ts';
import { rightFor } from './right.ts';
import type { Target, Targets } from './target.ts';

/** A right call of a function, and the session that it is in. */
interface RightCall {
  readonly body: JsonObject;
}

/** After these the session goes on as it was, and the right call is right still. */
const changesNothing = /^(?:400|204|1\.3\.1\/|8\.10\.1\/3\.9|1\.2\.2\/)/;

/** The five functions of ES9+, over HTTP on connections that are kept. */
export async function es9plusTargets(entropy?: Entropy): Promise<Targets> {
  const smdp = await HostileSmdp.open(entropy);
  return {
    targets: es9plusFunctions.map(({ name }) => es9plusTarget(smdp, name)),
    [Symbol.asyncDispose]: async () => smdp[Symbol.asyncDispose](),
  };
}

function es9plusTarget(smdp: HostileSmdp, name: string): Target {
  const ready: RightCall[] = [];
  const used = new WeakMap<Bytes, RightCall>();
  return {
    name: `es9plus.${name}`,
    inFlight: 8,
    prepare: async (chance) => {
      const call = ready.pop() ?? { body: await rightFor(rightCalls, name)(smdp, chance.below(4)) };
      const input = mutateJson(chance, call.body);
      used.set(input, call);
      return input;
    },
    send: async (input) => {
      const outcome = await smdp.post(name, input);
      const call = used.get(input);
      if (call !== undefined && changesNothing.test(outcome)) ready.push(call);
    },
    expectHealthy: async () => {
      ready.length = 0;
      await smdp.expectHealthy();
    },
  };
}

const idOf = ({ transactionId }: BegunSession): { transactionId: string } => ({
  transactionId: toHex(transactionId),
});

/** What is right, in one of four ways. */
const rightCalls: Readonly<Record<string, (smdp: HostileSmdp, way: number) => Promise<JsonObject>>> = {
  initiateAuthentication: async ({ device }) => device.initiateRequest(),
  authenticateClient: async (smdp) => {
    const session = await smdp.opened();
    const matchingId = await smdp.matchingId();
    const response = smdp.device.authenticateResponse(session, { matchingId });
    return { ...idOf(session), authenticateServerResponse: toBase64(response) };
  },
  getBoundProfilePackage: async (smdp, way) => {
    const session = await smdp.authenticated();
    const { device } = smdp;
    const response = device.prepareResponse(session, device.drawOneTimeKey(session), {
      ...(way === 0 ? { confirmationCode: '1234' } : {}),
    });
    return { ...idOf(session), prepareDownloadResponse: toBase64(response) };
  },
  handleNotification: async (smdp, way) => ({ pendingNotification: toBase64(await notification(smdp, way)) }),
  cancelSession: async (smdp) => {
    const session = await smdp.authenticated();
    return {
      ...idOf(session),
      cancelSessionResponse: toBase64(smdp.device.cancelResponse(session, 'postponed')),
    };
  },
};

async function notification(smdp: HostileSmdp, way: number): Promise<Bytes> {
  const { device } = smdp;
  if (way === 0) return device.otherNotification('notificationEnable');
  if (way === 1)
    return device.otherNotification('notificationDelete', { signature: () => new Uint8Array(64) });
  const session = await bound(smdp);
  return device.installationResult(
    session,
    way === 2 ? 'success' : 'installFailedDueToInsufficientMemoryForProfile',
  );
}

async function bound(smdp: HostileSmdp): Promise<AuthenticatedSession> {
  const session = await smdp.authenticated();
  const { device } = smdp;
  const response = device.prepareResponse(session, device.drawOneTimeKey(session));
  const body = { ...idOf(session), prepareDownloadResponse: toBase64(response) };
  await smdp.post('getBoundProfilePackage', toUtf8(JSON.stringify(body)));
  return session;
}
