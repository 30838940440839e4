import { expect, test } from 'esimlab/playwright';

test.describe('with a seed', () => {
  test.use({ seed: 7 });

  for (const time of ['once', 'again']) {
    test(`the same device comes ${time}`, ({ device }) => {
      test.info().annotations.push({ type: 'eid', description: device.eid });
      expect(device.eid).toHaveLength(32);
    });
  }
});

test('other browsers are skipped', ({ page }) => {
  expect(page.url()).toContain('https://portal.operator.test/');
});
