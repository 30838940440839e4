import { describe, expect, it } from 'vitest';
import { virtualClock } from '#shared/runtime/clock';
import { OneByOne } from '#shared/runtime/one-by-one';
import { hours, instant } from '#shared/runtime/span';

/** Work that ends when it is told to. */
function work(log: string[], name: string) {
  let end: (error?: Error) => void = () => undefined;
  const ended = new Promise<string>((resolve, reject) => {
    end = (error) => {
      log.push(`${name} ends`);
      if (error === undefined) resolve(name);
      else reject(error);
    };
  });
  const run = async (): Promise<string> => {
    log.push(`${name} begins`);
    return ended;
  };
  return { run, end };
}

describe('work one by one', () => {
  it('begins when the work before it under the same key is over, even when that failed', async () => {
    const turns = new OneByOne();
    const log: string[] = [];
    const [first, second, other] = [work(log, 'first'), work(log, 'second'), work(log, 'other')];
    const results = [turns.run('A', first.run), turns.run('A', second.run), turns.run('B', other.run)];
    other.end();
    await results[2];
    first.end(new Error('in vain'));
    await expect(results[0]).rejects.toThrow('in vain');
    second.end();
    expect(await results[1]).toBe('second');
    expect(log.indexOf('second begins')).toBeGreaterThan(log.indexOf('first ends'));
    expect(log.indexOf('other begins')).toBeLessThan(log.indexOf('first ends'));
  });

  it('is waited for as it was told: a Clock parks, and what goes before may sleep', async () => {
    const clock = virtualClock(instant('2026-11-23T09:00:00Z'));
    const turns = new OneByOne((turn) => clock.until('its turn', turn));
    const begun = clock.now();
    const slept = await Promise.all(
      [1, 2, 3].map((hour) =>
        clock.exchange('a call', () =>
          turns.run('A', async () => {
            await clock.sleep(hours(hour));
            return clock.now() - begun;
          }),
        ),
      ),
    );
    expect(slept).toEqual([hours(1), hours(3), hours(6)]);
  });
});
