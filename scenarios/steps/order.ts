import { z } from 'zod';

import { parseTac } from '#shared/identifiers/imei';

import type { DeskOrder } from '../operator/index.ts';
import { present } from '../language/present.ts';
import { availability, provision } from '../language/when-words.ts';
import { digits, givenName, mapping, octets, oneOf, pointOfTime, span } from '../language/words.ts';
import { askDesk } from './at-the-desk.ts';
import { uses } from './names.ts';
import type { Scene } from './scene.ts';
import { verb } from './verb.ts';

const terms = mapping({
  as: givenName.optional().describe('What later steps call it; "line" unless given.'),
  profile: z.string().optional().describe('The name of the profile that a person reads.'),
  type: z
    .string()
    .optional()
    .describe('The type of profile that is ordered, one of `world.operator.profileTypes`.'),
  algorithm: oneOf('milenage', 'tuak', 'xor')
    .optional()
    .describe('How USIM and network authenticate each other; milenage unless given.'),
  profileClass: oneOf('operational', 'test', 'provisioning').optional(),
  rules: z
    .array(oneOf('ppr1', 'ppr2'))
    .optional()
    .describe('Profile policy rules: ppr1 cannot be disabled, ppr2 cannot be deleted.'),
  for: z.string().optional().describe('Only this eUICC gets it: the name of a device, or an EID.'),
  tacs: z.array(digits).optional().describe('Only devices of these types get it: 8 digits each.'),
  matchingId: z.string().optional().describe('Drawn unless given; empty: found by EID.'),
  confirmationCode: digits.optional(),
  confirmationCodeAttempts: z.int().positive().optional(),
  downloadAttempts: z.int().positive().optional(),
  available: availability.optional(),
  expires: pointOfTime.optional(),
  expiresAfter: span.optional().describe('Counted from the order.'),
  released: z.boolean().optional().describe('false: not for download before the step "release".'),
  provision: provision.optional(),
  balance: mapping({ data: octets, validFor: span.optional() })
    .optional()
    .describe('What may be used; not metered unless given.'),
  rebinding: oneOf('reuse', 'rebind', 'refuse')
    .optional()
    .describe('What a second try of the download gets.'),
});

/** An order at the operator's desk. */
export const order = verb({
  word: 'order',
  says: "Orders a profile at the operator's desk: over ES2+ at the SM-DP+, and the network hears of the subscriber.",
  example: "order: { as: line, confirmationCode: '1234', provision: after 22m from install }",
  schema: z.union([terms, z.null()]).transform((given) => given ?? {}),
  names: ({ as = 'line', for: eid }: z.output<typeof terms>) => ({
    gives: [as],
    uses: eid === undefined || isEid(eid) ? [] : uses('device', eid, ['for']),
  }),
  async play(given: z.output<typeof terms>, scene) {
    const { as = 'line' } = given;
    const placed = await askDesk(scene, (desk) => desk.order(deskOrderOf(scene, given)));
    if (placed === undefined) return;
    const { activationCode, order: made } = placed;
    scene.know({ name: as, iccid: made.iccid, activationCode });
  },
});

function deskOrderOf(scene: Scene, given: z.output<typeof terms>): DeskOrder {
  const { for: eid } = given;
  return present({
    profileName: given.profile,
    profileType: given.type,
    algorithm: given.algorithm,
    profileClass: given.profileClass,
    profilePolicyRules: given.rules,
    eid: eid === undefined || isEid(eid) ? eid : scene.device(eid).eid,
    tacs: given.tacs?.map(parseTac),
    matchingId: given.matchingId,
    confirmationCode: given.confirmationCode,
    confirmationCodeAttempts: given.confirmationCodeAttempts,
    downloadAttempts: given.downloadAttempts,
    available: given.available,
    expiresAt: given.expires,
    expiresAfter: given.expiresAfter,
    released: given.released,
    provision: given.provision,
    rebinding: given.rebinding,
    balance:
      given.balance === undefined
        ? undefined
        : present({ octets: given.balance.data, validFor: given.balance.validFor }),
  });
}

const isEid = (text: string): boolean => /^\d{32}$/.test(text);
