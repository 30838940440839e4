import { z } from 'zod';

import { byOrder, firstOf, ordersIn } from './by-order.ts';
import { expectation } from './expectation.ts';

/** What the SM-DP+ told the operator. */
export const told = expectation({
  word: 'told',
  says: 'The operator: what the SM-DP+ told of an order (handleDownloadProgressInfo), all of it in order: the point and `success`, or why not.',
  examples: ['told: [eligibilityAndRetryLimit success, bppDownload success, bppInstallation success]'],
  schema: byOrder(z.array(z.string())),
  uses: ordersIn,
  verdict(expected, subject) {
    return firstOf(expected, subject, (name, points, called) => {
      const { progress = [] } = subject.scene.orderAtDesk(name) ?? {};
      const found = progress.map(({ point, status }) => `${point} ${status}`);
      return found.join() === points.join()
        ? undefined
        : `told: of ${called} ${found.length === 0 ? 'nothing' : found.join(', ')}, not ${points.join(', ') || 'nothing'}`;
    });
  },
});
