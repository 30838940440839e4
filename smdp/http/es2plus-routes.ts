import type { RouteHandler } from '#shared/http/route';
import { CancelOrder, ConfirmOrder, DownloadOrder, ReleaseProfile } from '#shared/rsp/es2plus';

import { cancelOrder } from '../es2plus/cancel-order.ts';
import { confirmOrder } from '../es2plus/confirm-order.ts';
import { downloadOrder } from '../es2plus/download-order.ts';
import { releaseProfile } from '../es2plus/release-profile.ts';
import type { SmdpParts } from '../es9plus/smdp-parts.ts';
import { es2plusRoute } from './es2plus-route.ts';
import type { RouteParts } from './function-route.ts';

/** The four functions of ES2+ that operators call (SGP.22 §5.3) by method and path. */
export function es2plusRoutes(smdp: SmdpParts, parts: RouteParts): ReadonlyMap<string, RouteHandler> {
  return new Map([
    [`POST ${DownloadOrder.path}`, es2plusRoute(DownloadOrder, downloadOrder(smdp), parts)],
    [`POST ${ConfirmOrder.path}`, es2plusRoute(ConfirmOrder, confirmOrder(smdp), parts)],
    [`POST ${CancelOrder.path}`, es2plusRoute(CancelOrder, cancelOrder(smdp), parts)],
    [`POST ${ReleaseProfile.path}`, es2plusRoute(ReleaseProfile, releaseProfile(smdp), parts)],
  ]);
}
