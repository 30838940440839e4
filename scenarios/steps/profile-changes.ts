import { z } from 'zod';

import type { Lpa } from '#device-sim/lpa/index';
import { diagnose } from '#device-sim/lpa/index';
import { parseIccid } from '#shared/identifiers/iccid';
import type { Iccid } from '#shared/identifiers/iccid';

import { givenName, mapping } from '../language/words.ts';
import type { WorldDevice } from '../world/index.ts';
import { uses } from './names.ts';
import type { Scene } from './scene.ts';
import type { Verb } from './verb.ts';
import { verb } from './verb.ts';

const words = mapping({
  order: givenName.optional().describe('Whose profile; that of the latest order unless given.'),
  on: z.string().optional().describe('The device; the first one unless given.'),
  deliver: z.boolean().optional().describe('false: the notification of it stays on the card.'),
});

type Given = z.output<typeof words>;

const target = z.union([
  givenName.transform((order): Given => ({ order })),
  z.null().transform((): Given => ({})),
  words,
]);

/** Enables a profile on the card. */
export const enable = change(
  'enable',
  'The person enables a profile; the one that was enabled is disabled.',
  (lpa, iccid, options) => lpa.enable(iccid, options),
);

/** Disables a profile on the card. */
export const disable = change('disable', 'The person disables a profile.', (lpa, iccid, options) =>
  lpa.disable(iccid, options),
);

/** Deletes a profile from the card. */
export const deleteProfile = change(
  'delete',
  'The person deletes a profile that is not enabled.',
  (lpa, iccid, options) => lpa.delete(iccid, options),
);

/** Deletes all profiles of the card. */
export const resetCard = verb({
  word: 'reset card',
  says: 'The person resets the eUICC: its profiles are deleted (SGP.22 §5.7.19).',
  example: 'reset card: { deliver: false }',
  schema: z.union([z.null().transform((): Omit<Given, 'order'> => ({})), words.omit({ order: true })]),
  names: ({ on }) => ({ uses: uses('device', on, ['on']) }),
  async play({ on, deliver = true }, scene) {
    const device = scene.device(on);
    await changed(scene, device, () => device.lpa.memoryReset(undefined, { deliver }));
  },
});

type Change = (lpa: Lpa, iccid: Iccid, options: { readonly deliver: boolean }) => Promise<unknown>;

function change(word: string, says: string, make: Change): Verb {
  return verb({
    word,
    says: `${says} How it ends is for the expectation \`change\` to say.`,
    example: `${word}: line`,
    schema: target,
    names: ({ order, on }) => ({ uses: [...uses('order', order, ['order']), ...uses('device', on, ['on'])] }),
    async play({ order, on, deliver = true }, scene) {
      const device = scene.device(on);
      const iccid = parseIccid(scene.order(order).iccid);
      await changed(scene, device, () => make(device.lpa, iccid, { deliver }));
    },
  });
}

/** Makes a change, and keeps how it ended. @throws what the LPA does not know */
export async function changed(
  scene: Scene,
  device: WorldDevice,
  make: () => Promise<unknown>,
): Promise<void> {
  try {
    await make();
    scene.ends.change.set(device.name, 'ok');
  } catch (error) {
    const diagnosis = error instanceof Error ? diagnose(error) : undefined;
    if (diagnosis === undefined) throw error;
    scene.ends.change.set(device.name, diagnosis);
  }
}
