import { z } from 'zod';

import { DownloadFailed } from '#device-sim/lpa/index';
import type { DownloadResult, LpaHost } from '#device-sim/lpa/index';

import type { Path } from '../language/path.ts';
import { present } from '../language/present.ts';
import { digits, givenName, mapping } from '../language/words.ts';
import type { WorldDevice } from '../world/index.ts';
import { interruption, interruptionOf } from './interruption.ts';
import { uses } from './names.ts';
import type { Scene } from './scene.ts';
import type { Person } from './user.ts';
import { namesOfPerson, user } from './user.ts';
import type { Step, Verb } from './verb.ts';
import { verb } from './verb.ts';

/** A download by code, as with a QR code. */
export function download(steps: z.ZodType<readonly Step[]>): Verb {
  const words = mapping({
    order: givenName.optional().describe('Whose code is used; that of the latest order unless given.'),
    code: z.string().optional().describe('An activation code, instead of that of an order.'),
    on: z.string().optional().describe('The device; the first one unless given.'),
    user: user(steps).optional().describe('What the person does who is asked; accepts unless given.'),
    confirmationCode: digits.optional().describe('What the person enters; nothing unless given.'),
    rules: user(steps)
      .optional()
      .describe('What the person says to the rules of the profile; accepts unless given.'),
    enable: z.boolean().optional().describe('false: the profile is installed, and stays disabled.'),
    interrupted: interruption.optional().describe('Where it is cut off.'),
  });
  return verb({
    word: 'download',
    says: 'Downloads a profile by its activation code and, unless told otherwise, enables it. How it ends is for an expectation to say.',
    example: 'download: { order: line, user: declines }',
    schema: z.union([
      givenName.transform((order): z.output<typeof words> => ({ order })),
      z.null().transform((): z.output<typeof words> => ({})),
      words,
    ]),
    names({ order, on, user: person, rules }) {
      const meanwhile = [namesOfPerson(person, 'user'), namesOfPerson(rules, 'rules')];
      return {
        gives: meanwhile.flatMap(({ gives = [] }) => gives),
        uses: [
          ...uses('order', order, ['order']),
          ...uses('device', on, ['on']),
          ...meanwhile.flatMap(({ uses: used = [] }) => used),
        ],
      };
    },
    async play(given, scene, { path }) {
      const device = scene.device(given.on);
      const code = given.code ?? scene.order(given.order).activationCode;
      const host = hostOf(scene, given, [...path, 'download']);
      const { confirmationCode, enable, interrupted } = given;
      const cut = interrupted === undefined ? undefined : interruptionOf(interrupted, scene, device);
      const how = present({ confirmationCode, enable, host: { ...host, ...cut?.host } });
      scene.ends.download.set(device.name, await scene.passing('a download', endOf(device, code, how)));
      await cut?.over();
    },
  });
}

/** How a download ended: what fails as downloads do is an outcome, anything else is a fault. */
async function endOf(
  device: WorldDevice,
  code: string,
  how: Parameters<WorldDevice['download']>[1],
): Promise<DownloadResult | DownloadFailed> {
  try {
    return await device.download(code, how);
  } catch (error) {
    if (error instanceof DownloadFailed) return error;
    throw error;
  }
}

interface People {
  readonly user?: Person | undefined;
  readonly rules?: Person | undefined;
}

function hostOf(scene: Scene, { user: person, rules }: People, path: Path): Partial<LpaHost> {
  return {
    async consent({ about }) {
      const [asked, word] = about === 'profile' ? [person, 'user'] : [rules, 'rules'];
      if (asked === undefined) return 'accept';
      if (asked.after !== undefined) await scene.clock.sleep(asked.after, { what: 'a person who thinks' });
      await scene.play(asked.meanwhile, [...path, word, 'meanwhile']);
      return asked.answer;
    },
  };
}
