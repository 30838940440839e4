import { z } from 'zod';

import { mapping } from '../language/words.ts';
import { bar, unbar } from './barring.ts';
import { cancelOrder } from './cancel-order.ts';
import { deliverNotifications } from './deliver-notifications.ts';
import { download } from './download.ts';
import { expect } from './expect.ts';
import { insertSim } from './insert-sim.ts';
import { power, register, use } from './modem-verbs.ts';
import { move } from './move.ts';
import { networkRefuses, setBackRegister } from './network-refuses.ts';
import { order } from './order.ts';
import { buy } from './portal/buy.ts';
import { handOver, notifyBalance } from './portal/hand-over.ts';
import { cancelOperation, cancelPurchase, closePortal, launchPortal } from './portal/launch-portal.ts';
import { toast } from './portal/toast.ts';
import { deleteProfile, disable, enable, resetCard } from './profile-changes.ts';
import { provision } from './provision.ts';
import { release } from './release.ts';
import { setBalance } from './set-balance.ts';
import { configureSmdp, misbehave } from './smdp.ts';
import type { Bound, Step, Verb } from './verb.ts';
import { wait } from './wait.ts';

/** The steps of a scenario, and those that are taken meanwhile in one of them. */
export const stepList: z.ZodType<readonly Step[]> = z.lazy(() =>
  z.array(step).min(1, 'a list of steps must not be empty'),
);

/** Every verb of the language, by who does it: the operator, the person, the network, the SM-DP+, nobody. */
export const verbs: readonly Verb[] = [
  order,
  release,
  cancelOrder,
  provision,
  bar,
  unbar,
  setBalance,
  download(stepList),
  enable,
  disable,
  deleteProfile,
  resetCard,
  deliverNotifications,
  insertSim,
  power,
  register,
  move,
  use,
  launchPortal,
  buy,
  handOver,
  notifyBalance,
  cancelPurchase,
  cancelOperation,
  closePortal,
  toast,
  networkRefuses,
  setBackRegister,
  configureSmdp,
  misbehave,
  wait,
  expect,
];

/** A verb with what stands behind it. */
const written = mapping(
  Object.fromEntries(verbs.map(({ word, says, schema }) => [word, schema.optional().describe(says)])),
)
  .transform((members, context): Step => {
    const found = Object.entries(members).flatMap(([word, bound]) => stepOf(word, bound));
    const [first] = found;
    if (first !== undefined && found.length === 1) return first;
    const words = found.map(({ word }) => word).join(' and ');
    if (found.length > 0 || context.issues.length === 0)
      context.addIssue({
        code: 'custom',
        message: `a step has one verb${words === '' ? '' : `, not ${words}`}`,
      });
    return z.NEVER;
  })
  .meta({ minProperties: 1, maxProperties: 1 });

/** Verbs that need nothing behind them may stand alone. */
const alone = verbs.filter(({ schema }) => schema.safeParse(null).success).map(({ word }) => word);

const step = z.union([
  z.enum(alone).transform((word, context): Step => {
    const read = verbs.find((verb) => verb.word === word)?.schema.safeParse(null);
    if (read?.success === true) return { word, ...read.data };
    context.addIssue({ code: 'custom', message: `${word} needs something behind it` });
    return z.NEVER;
  }),
  written,
]);

const stepOf = (word: string, bound: Bound | undefined): readonly Step[] =>
  bound === undefined ? [] : [{ word, ...bound }];
