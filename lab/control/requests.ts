import { z } from 'zod';
import { emmCauses, parseCountry } from '#device-sim/network/index';
import { toUtf8 } from '#shared/bytes/bytes';
import { parseEid } from '#shared/identifiers/eid';
import { parseIccid } from '#shared/identifiers/iccid';
import { parseImei } from '#shared/identifiers/imei';
import { parseMatchingId } from '#shared/identifiers/matching-id';
import { parsePlmn } from '#shared/identifiers/plmn';
import { misbehavingFunctions, wrongMisbehaviour } from '#scenarios/world/index';
import type { RefusalName } from '#shared/rsp/refusals';
import { refusals } from '#shared/rsp/refusals';
import { didYouMean } from '#shared/runtime/did-you-mean';
import { deviceName } from '#shared/runtime/setting-parsers';
import { days, instant, parseSpan, printSpan } from '#shared/runtime/span';
import type { Span } from '#shared/runtime/span';

import { parseDefaultSmdpAddress } from './device/default-smdp.ts';

/** The longest that is waited for at once. */
const longest = days(366);

function spanOf(text: string): Span {
  const span = parseSpan(text);
  if (span > longest) throw new TypeError(`at most ${printSpan(longest)} at once, not ${text}`);
  return span;
}

/** A text that one of our own parsers reads; what the parser says of it is the message. */
function parsed<T>(parse: (text: string) => T, most = 300) {
  return z
    .string()
    .max(most)
    .transform((text, context): T => {
      try {
        return parse(text);
      } catch (error) {
        context.addIssue(error instanceof Error ? error.message : 'not understood');
        return z.NEVER;
      }
    });
}

const word = (least: number, most: number) => z.string().min(least).max(most);
const ppr = z.enum(['ppr1', 'ppr2']);
const confirmationCode = word(1, 255);

/** `POST /api/devices`. */
export const createDevice = z.strictObject({
  name: parsed(deviceName, 64),
  eid: parsed(parseEid).optional(),
  svn: z
    .string()
    .regex(/^\d{1,3}\.\d{1,3}\.\d{1,3}$/, 'a version looks like 2.5.0')
    .optional(),
  ci: z.enum(['nist', 'brp', 'both']).optional(),
  memory: z
    .int()
    .min(0)
    .max(2 ** 24)
    .optional(),
  uiccCapability: z.array(word(1, 64)).max(64).optional(),
  rspCapability: z.array(word(1, 64)).max(64).optional(),
});

/** `POST /api/devices/:name/download`. */
export const downloadProfile = z.strictObject({
  /** Left out, the card's default SM-DP+ is asked for what it has for its EID. */
  activationCode: word(1, 4_000).optional(),
  smdpUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
  confirmationCode: confirmationCode.optional(),
  /** True unless given. */
  enable: z.boolean().optional(),
  /** Whether rules that want consent are taken; left out, the download is postponed and the question answered. */
  acceptPpr: z.boolean().optional(),
  imei: parsed(parseImei).optional(),
});

/** `POST /api/devices/:name/apdu`: one command to the card, in hex. */
export const sendCommand = z.strictObject({
  command: z
    .string()
    .max(60_000)
    .regex(/^(?:[0-9A-Fa-f]{2}){4,}$/, 'a command is hex of at least 4 octets'),
});

/** `PUT /api/devices/:name/default-smdp`. */
export const setDefaultSmdp = z.strictObject({
  /** Empty: none from now on. */
  address: parsed(parseDefaultSmdpAddress),
});

/** `PATCH /api/devices/:name/profiles/:iccid`. */
export const nameProfile = z.strictObject({
  nickname: z.string().refine((text) => toUtf8(text).length <= 64, 'a nickname has at most 64 octets'),
});

/** When a profile can be downloaded. */
const availability = z.union([
  z.enum(['immediate', 'manual']),
  z.strictObject({
    after: parsed(spanOf, 40),
    /** `order` unless given. */
    from: z.enum(['order', 'confirmation']).default('order'),
  }),
  z.strictObject({ at: parsed(instant, 40) }),
]);

/** When the network hears of a subscriber; `false`: not before it is told so. */
const provisioning = z.union([
  z.boolean(),
  z.strictObject({
    after: parsed(spanOf, 40),
    /** `order` unless given. */
    from: z.enum(['order', 'download', 'install']).default('order'),
    /** Not before the SM-DP+ has heard that the profile is installed. */
    onlyIfInstalled: z.boolean().default(false),
  }),
]);

const octets = z.int().min(0);

/** `POST /api/orders`. */
export const placeOrder = z.strictObject({
  /** What ES2+ calls its type; what is left out here is as the type has it. */
  profileType: word(1, 64).optional(),
  serviceProviderName: word(1, 32).optional(),
  profileName: word(1, 64).optional(),
  profileClass: z.enum(['test', 'provisioning', 'operational']).optional(),
  profilePolicyRules: z.array(ppr).max(2).optional(),
  /** Drawn unless given; empty: found by EID. */
  matchingId: parsed((text) => (text === '' ? text : parseMatchingId(text))).optional(),
  eid: parsed(parseEid).optional(),
  confirmationCode: confirmationCode.optional(),
  downloadAttempts: z.int().min(1).max(1_000_000).optional(),
  confirmationCodeAttempts: z.int().min(1).max(1_000_000).optional(),
  /** `30m`: how long from now the order may be downloaded. */
  validFor: parsed(spanOf).optional(),
  /** False: not for download before `release`. */
  released: z.boolean().optional(),
  available: availability.optional(),
  provision: provisioning.optional(),
  /** What the subscriber may use; the span counts from when the network knows it. */
  balance: z.strictObject({ octets, validFor: parsed(spanOf).optional() }).optional(),
});

/** `POST /api/orders/:iccid/bar`. */
export const barSubscriber = z.strictObject({
  /** EMM cause; 8 unless given. */
  cause: z.literal(Object.keys(emmCauses).map(Number)).optional(),
});

/** `PUT /api/orders/:iccid/balance`. */
export const setBalance = z.strictObject({
  /** Null: not metered any more. */
  octets: octets.nullable(),
  /** `30d`: from now. */
  validFor: parsed(spanOf).optional(),
});

/** `POST /api/orders/:iccid/cancel`. */
export const cancelOrder = z.strictObject({
  /** Whether the profile can be ordered again; `Available` unless given. */
  finalProfileStatus: z.enum(['Available', 'Unavailable']).optional(),
});

/** `POST /api/devices/:name/modem/power`. */
export const powerModem = z.strictObject({ to: z.enum(['on', 'off']) });

/** `POST /api/devices/:name/modem/register`: the only network that is tried; as the USIM has it unless given. */
export const registerModem = z.strictObject({ network: parsed(parsePlmn, 7).optional() });

/** `POST /api/devices/:name/modem/move`. */
export const moveDevice = z.strictObject({ country: parsed(parseCountry, 2) });

/** `PUT /api/devices/:name/modem/wifi`. */
export const turnWifi = z.strictObject({ on: z.boolean() });

/** `POST /api/devices/:name/modem/use`. */
export const useData = z.strictObject({ host: word(1, 253), octets });

/** `PUT /api/network/refusals/:who`. */
export const refuseAttach = z
  .strictObject({
    /** EMM cause, or another way to turn somebody away. */
    how: z.union([
      z.literal(Object.keys(emmCauses).map(Number)),
      z.enum(['congestion', 'authentication', 'noAnswer']),
    ]),
    /** `10m`; until it is taken back unless given. */
    for: parsed(spanOf, 40).optional(),
  })
  .refine(({ how, for: span }) => how !== 'congestion' || span !== undefined, {
    path: ['for'],
    message: 'a congested network says for how long: give a span such as 10m',
  });

/** `everyone`, an IMSI, or the ICCID of an order. */
export const subscriberInPath = z
  .string()
  .regex(/^(?:everyone|\d{6,15}|\d{18,20})$/, 'it is everyone, an IMSI or the ICCID of an order');

const refusalNames = Object.keys(refusals) as [RefusalName, ...RefusalName[]];

/** What is said of a word that is not among those that are known. */
function noneOf(what: string, known: readonly string[], given: unknown): string {
  const meant = typeof given === 'string' ? didYouMean(given.slice(0, 60), known) : undefined;
  const hint = meant === undefined ? `known: ${known.join(', ')}` : `did you mean ${meant}?`;
  return `it is no ${what}; ${hint}`;
}

/** `POST /api/misbehave`: what the next call of a function does, one thing. */
export const orderMisbehaviour = z
  .strictObject({
    at: z.enum(misbehavingFunctions, {
      error: ({ input }) => noneOf('function that can be made to go wrong', misbehavingFunctions, input),
    }),
    refuse: z
      .enum(refusalNames, { error: ({ input }) => noneOf('name of a refusal', refusalNames, input) })
      .optional(),
    delay: parsed(spanOf, 40).optional(),
    hangUp: z.enum(['before', 'after']).optional(),
    httpStatus: z.int().min(400).max(599).optional(),
  })
  .superRefine((misbehaviour, context) => {
    const message = wrongMisbehaviour(misbehaviour);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** `POST /api/clock/advance`. */
export const advanceClock = z.strictObject({ by: parsed(spanOf, 40) });

export const iccidInPath = parsed(parseIccid);
