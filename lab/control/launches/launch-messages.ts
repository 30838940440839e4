import type { LaunchEnd } from '#device-sim/mobile-plans/index';
import { z } from 'zod';

/** How long a text a page may say at once. */
const longestMessage = 200_000;

/** Which portal is entered. */
const portal = {
  /** The lab's own unless given. */
  portalUrl: z.string().min(1).max(4_000).optional(),
  /** Hosts whose pages get the bridge; the portal's unless given. */
  notificationHosts: z.array(z.string().min(1).max(300)).min(1).max(20).optional(),
};

/** `POST /api/devices/:name/launches`: which portal is entered, and what the user's machine tells it. */
export const openLaunch = z
  .strictObject({
    ...portal,
    market: z.string().max(10).optional(),
    location: z.string().max(10).optional(),
    acceptLanguage: z.string().max(200).optional(),
  })
  .refine(({ portalUrl, notificationHosts }) => portalUrl !== undefined || notificationHosts === undefined, {
    path: ['notificationHosts'],
    message: "the lab's own portal has its hosts; give a portalUrl too",
  });
export type OpenLaunchRequest = z.input<typeof openLaunch>;

/** What whoever shows the portal needs to know. */
export interface LaunchAnswer {
  readonly launch: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly locale: string;
  readonly transactionId: string;
  readonly notificationHosts: readonly string[];
  /** To be run in every document of the page, frames included. */
  readonly script: string;
  /** The root of the world's web PKI that a browser trusts to reach the portal: DER in base64. */
  readonly trustedRoot: string;
  /** The names of the world, and where on this machine they listen: what a data path of another process goes by. */
  readonly names: Readonly<Record<string, { readonly host: string; readonly port: number }>>;
}

/** What the page's side says over `/api/launch`. */
export const fromPage = z.union([
  z.strictObject({
    receive: z.string().max(longestMessage),
    from: z.strictObject({ host: z.string().max(300), top: z.boolean() }),
  }),
  z.strictObject({ navigated: z.string().max(longestMessage) }),
  z.strictObject({
    delivered: z.int().min(1),
    outcome: z.enum(['delivered', 'missing', 'threw', 'gone', 'unanswered']),
  }),
  z.strictObject({ finding: z.string().max(2_000), source: z.string().max(200).optional() }),
]);
export type FromPage = z.infer<typeof fromPage>;

/** What the lab's side says over `/api/launch`. */
export type ToPage =
  | { readonly deliver: number; readonly functionName: string; readonly argument: string }
  | { readonly ended: LaunchEnd };
