import { minutes } from '#shared/runtime/span';
import type { Span } from '#shared/runtime/span';

import type { PlanDelivery } from './plan.ts';

/** Windows looks for the network again in steps of this length (mobile-plans.md §10). */
const stepOfWindows = minutes(15);

/** A span in whole minutes, begun ones count: what the functions of Mobile Plans want. */
export function wholeMinutes(span: Span): number {
  return Math.max(0, Math.ceil(span / minutes(1)));
}

/** `15 minutes`, `2 hours`, `3 days`: a span as people say it, never shorter than it is. */
export function inWords(span: Span): string {
  const count = wholeMinutes(span);
  if (count <= 90) return counted(Math.max(1, count), 'minute');
  const hours = Math.ceil(count / 60);
  return hours <= 36 ? counted(hours, 'hour') : counted(Math.ceil(hours / 24), 'day');
}

/** When a customer is online at the latest, as far as the operator goes: with the next step of Windows. */
export function promiseOf(networkAfter: Span): string {
  return inWords(minutes(Math.max(1, Math.ceil(networkAfter / stepOfWindows)) * 15));
}

/** What a plan is chosen by: when it is there. */
export function deliveryInWords(delivery: PlanDelivery): string {
  switch (delivery.path) {
    case 'immediate':
      return 'Online in a minute';
    case 'delayedConnectivity':
      return `eSIM now, online within ${promiseOf(delivery.networkAfter)}`;
    case 'deferredDownload':
      return `eSIM ready in ${inWords(delivery.availableAfter)}`;
  }
}

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
