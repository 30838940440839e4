import { expect, it } from 'vitest';

import { narrate } from '#lab/cli/narrate';
import '#smdp/index';
import { steppedClock } from '#shared/runtime/clock';
import { instant } from '#shared/runtime/span';
import { Trace } from '#shared/runtime/trace';

it('what a stranger says is told on one line, without what steers a terminal, and not without end', () => {
  const clock = steppedClock(instant('2026-11-23T05:00:00Z'));
  const trace = new Trace(clock);
  const told: string[] = [];
  const end = narrate({ trace, clock }, { note: (line) => told.push(line), colours: false });
  const detail = `x\u001b]0;title\u0007\r\n${'!'.repeat(9_999)} is not mine`;
  trace.emit('es9plus.refused', {
    function: 'initiateAuthentication',
    refusal: 'invalidDpAddress',
    detail,
    transactionId: undefined,
  });
  end();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/refuses initiateAuthentication: invalidDpAddress .*: x \]0;title !+…$/);
  expect(told[0]).not.toMatch(/\p{Cc}/u);
});
