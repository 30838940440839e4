import {
  AuthenticateClient,
  CancelSession,
  GetBoundProfilePackage,
  HandleNotification,
  InitiateAuthentication,
} from '#shared/rsp/es9plus';
import type { Span } from '#shared/runtime/span';
import type { SmdpFunction } from '#smdp/index';
import { smdpFunctions } from '#smdp/index';

import type { Present } from './present.ts';
import { present } from './present.ts';
import { mapping, oneOf, span } from './words.ts';

const contracts = {
  initiateAuthentication: InitiateAuthentication,
  authenticateClient: AuthenticateClient,
  getBoundProfilePackage: GetBoundProfilePackage,
  handleNotification: HandleNotification,
  cancelSession: CancelSession,
} as const;

/** A function of ES9+ by its name: its contract. */
export const es9plusFunction = oneOf(
  'initiateAuthentication',
  'authenticateClient',
  'getBoundProfilePackage',
  'handleNotification',
  'cancelSession',
).transform((name) => contracts[name]);

type Spans = Partial<Record<SmdpFunction, Span | undefined>>;

/** How long functions of the SM-DP+ take before they begin. */
export const latency = mapping(
  Object.fromEntries(smdpFunctions.map((name) => [name, span.optional()])),
).transform((spans: Spans): Present<Spans> => present(spans));
