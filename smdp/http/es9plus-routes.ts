import type { RouteHandler } from '#shared/http/route';
import {
  AuthenticateClient,
  CancelSession,
  GetBoundProfilePackage,
  HandleNotification,
  InitiateAuthentication,
} from '#shared/rsp/es9plus';

import { authenticateClient } from '../es9plus/authenticate-client.ts';
import { cancelSession } from '../es9plus/cancel-session.ts';
import { getBoundProfilePackage } from '../es9plus/get-bound-profile-package.ts';
import { handleNotification } from '../es9plus/handle-notification.ts';
import { initiateAuthentication } from '../es9plus/initiate-authentication.ts';
import type { SmdpParts } from '../es9plus/smdp-parts.ts';
import type { RouteParts } from './function-route.ts';
import { es9plusRoute } from './es9plus-route.ts';

/** The five functions of ES9+ (SGP.22 §5.6) by method and path. */
export function es9plusRoutes(smdp: SmdpParts, parts: RouteParts): ReadonlyMap<string, RouteHandler> {
  return new Map([
    [
      `POST ${InitiateAuthentication.path}`,
      es9plusRoute(InitiateAuthentication, initiateAuthentication(smdp), parts),
    ],
    [`POST ${AuthenticateClient.path}`, es9plusRoute(AuthenticateClient, authenticateClient(smdp), parts)],
    [
      `POST ${GetBoundProfilePackage.path}`,
      es9plusRoute(GetBoundProfilePackage, getBoundProfilePackage(smdp), parts),
    ],
    [`POST ${HandleNotification.path}`, es9plusRoute(HandleNotification, handleNotification(smdp), parts)],
    [`POST ${CancelSession.path}`, es9plusRoute(CancelSession, cancelSession(smdp), parts)],
  ]);
}
