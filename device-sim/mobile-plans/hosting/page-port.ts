import type { CDPSession } from 'playwright-core';

import { wallTimer } from '#shared/http/limits';
import type { Span } from '#shared/runtime/span';

import { deliveryExpression } from '../bridge/script.ts';
import type { DeliveryOutcome, PagePort } from '../launch-contract.ts';

/**
 * Calls functions of the top document, in its own world; strict content security policies do not matter. A document
 * that goes away is `gone`; one that does not answer within the span (of wall time: an endless loop) is `unanswered`.
 */
export function pagePort(session: CDPSession, within: Span, stirred: () => void): PagePort {
  return {
    deliver: async (functionName, argument) => {
      stirred();
      const expression = deliveryExpression(functionName, argument);
      const outcome = await answerWithin(evaluate(session, expression), within);
      stirred();
      return outcome;
    },
  };
}

async function evaluate(session: CDPSession, expression: string): Promise<DeliveryOutcome> {
  try {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) return 'threw';
    return isOutcome(result.value) ? result.value : 'gone';
  } catch {
    return 'gone';
  }
}

async function answerWithin(answer: Promise<DeliveryOutcome>, within: Span): Promise<DeliveryOutcome> {
  let cancel: () => void = () => undefined;
  const late = new Promise<DeliveryOutcome>((resolve) => {
    cancel = wallTimer(within, () => {
      resolve('unanswered');
    });
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    cancel();
  }
}

function isOutcome(value: unknown): value is DeliveryOutcome {
  return value === 'delivered' || value === 'missing' || value === 'threw';
}
