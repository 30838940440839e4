import { z } from 'zod';

import { parseIccid } from '#shared/identifiers/iccid';

import { present } from '../language/present.ts';
import { provision } from '../language/when-words.ts';
import { givenName, mapping, octets, oneOf, span } from '../language/words.ts';
import { askDesk } from './at-the-desk.ts';
import { uses } from './names.ts';
import { StepFailed } from './step-failed.ts';
import { verb } from './verb.ts';

const words = mapping({
  as: givenName.optional().describe('What later steps call it, as they call an order; "line" unless given.'),
  algorithm: oneOf('milenage', 'tuak', 'xor').optional(),
  provision: provision.optional().describe('When the network hears of it; at once unless given.'),
  balance: mapping({ data: octets, validFor: span.optional() })
    .optional()
    .describe(
      'What may be used; not metered unless given. `{ data: 0 }` is a SIM that is warm: it attaches, and buys.',
    ),
  on: z.string().optional().describe('The device; the first one unless given.'),
});

type Given = z.output<typeof words>;

/** A SIM of plastic. */
export const insertSim = verb({
  word: 'insert SIM',
  says: "The person puts a SIM of plastic from the operator's shop into the device, in the place of its eUICC: the device has no EID then.",
  example: 'insert SIM: { as: line, balance: { data: 0 } }',
  schema: z.union([z.null().transform((): Given => ({})), words]),
  names: ({ as = 'line', on }: Given) => ({ gives: [as], uses: uses('device', on, ['on']) }),
  async play({ as = 'line', algorithm, provision: known, balance, on }: Given, scene) {
    const { smdp } = scene.world;
    const plan = present({
      profileName: 'SIM of plastic',
      algorithm,
      provision: known,
      balance:
        balance === undefined ? undefined : present({ octets: balance.data, validFor: balance.validFor }),
    });
    const record = await askDesk(scene, (desk) => desk.stock(plan));
    if (record === undefined) throw new StepFailed('the desk has no SIM');
    const iccid = parseIccid(record.iccid);
    const made = await smdp.orders.profileOf(iccid);
    if (made === undefined) throw new StepFailed(`nothing is to be written on the SIM ${iccid}`);
    // What the factory wrote on a card is no Profile for download any more.
    await smdp.stock.remove(iccid);
    scene.know({ name: as, iccid, activationCode: '' });
    await scene.device(on).insertSim(iccid, made.profile.upp);
  },
});
