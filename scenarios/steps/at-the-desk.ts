import { z } from 'zod';

import { HttpFailure } from '#shared/http/failure';

import { DeskRefused } from '../operator/index.ts';
import type { OrderDesk } from '../operator/index.ts';
import { givenName } from '../language/words.ts';
import { uses } from './names.ts';
import type { Scene } from './scene.ts';
import { StepFailed } from './step-failed.ts';
import type { Verb } from './verb.ts';
import { verb } from './verb.ts';

/** An order by its name; nothing behind the verb: the latest. */
export const orderName = z.union([givenName, z.null().transform(() => undefined)]);

/** Asks the desk for something, and keeps how it ended. @throws StepFailed when there is nothing to be asked */
export async function askDesk<T>(scene: Scene, ask: (desk: OrderDesk) => Promise<T>): Promise<T | undefined> {
  try {
    const answer = await ask(scene.world.desk);
    scene.ends.desk = 'ok';
    return answer;
  } catch (error) {
    if (error instanceof TypeError) throw new StepFailed(error.message, { cause: error });
    if (!(error instanceof DeskRefused || error instanceof HttpFailure)) throw error;
    scene.ends.desk = error;
    return undefined;
  }
}

/** A verb of the operator that is about one order and nothing else. */
export function deskVerb(
  word: string,
  says: string,
  ask: (desk: OrderDesk, iccid: string) => Promise<void>,
): Verb {
  return verb({
    word,
    says,
    example: `${word}: line`,
    schema: orderName,
    names: (order) => ({ uses: uses('order', order, []) }),
    async play(order, scene) {
      const { iccid } = scene.order(order);
      await askDesk(scene, (desk) => ask(desk, iccid));
    },
  });
}
