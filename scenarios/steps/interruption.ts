import type { z } from 'zod';

import type { LpaHost, Stage } from '#device-sim/lpa/index';
import {
  AuthenticateClient,
  GetBoundProfilePackage,
  HandleNotification,
  InitiateAuthentication,
} from '#shared/rsp/es9plus';

import { mapping, oneOf } from '../language/words.ts';
import type { WorldDevice } from '../world/index.ts';
import type { Scene } from './scene.ts';
import { StepFailed } from './step-failed.ts';

/** Stages in which the server is asked: they are interrupted by a connection that breaks. */
const asked = {
  initiateAuthentication: InitiateAuthentication,
  authenticateClient: AuthenticateClient,
  getBoundProfilePackage: GetBoundProfilePackage,
  handleNotification: HandleNotification,
} as const;

const stage = oneOf(
  'initiateAuthentication',
  'authenticateServer',
  'authenticateClient',
  'prepareDownload',
  'getBoundProfilePackage',
  'loadBoundProfilePackage',
  'handleNotification',
);

/** Where a download is cut off: by a connection that breaks in stages that ask the server, else by a reset of the card. */
export const interruption = mapping({
  at: stage,
  answer: oneOf('lost')
    .optional()
    .describe(
      'The server has done what it was asked for, only its answer never arrives. Unless given it is never asked.',
    ),
}).refine(({ at, answer }) => answer === undefined || contractOf(at) !== undefined, {
  path: ['answer'],
  error: 'no server is asked at this stage, so there is no answer to be lost',
});

/** A cut that is set up. */
export interface Interruption {
  readonly host: Pick<LpaHost, 'stage'>;
  /** Once the download has ended: a device whose card lost its power starts anew. */
  over(): Promise<void>;
}

/** Has the next download of a device cut off. */
export function interruptionOf(
  { at, answer }: z.output<typeof interruption>,
  { world, clock }: Scene,
  { card, modem }: WorldDevice,
): Interruption {
  const contract = contractOf(at);
  let happened = false;
  const cut = (): void => {
    happened = true;
    if (contract !== undefined) world.smdp.next(contract).hangUp(answer === 'lost' ? 'after' : 'before');
    else void clock.exchange('reset of the card', () => card.reset());
  };
  return {
    host: {
      stage(entered: Stage) {
        if (entered === at && !happened) cut();
      },
    },
    async over() {
      if (!happened) throw new StepFailed(`the download never came to ${at}`);
      if (contract !== undefined) return;
      await modem.power('off');
      await modem.power('on');
    },
  };
}

function contractOf(at: z.output<typeof stage>) {
  return Object.entries(asked).find(([name]) => name === at)?.[1];
}
