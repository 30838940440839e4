import { expect, test } from 'esimlab/playwright';

for (const customer of ['Alice', 'Bob']) {
  test(`${customer} buys alone`, async ({ device, operator, page, world }) => {
    await page.getByLabel('Your name').fill(customer);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Buy this plan' }).click();
    await page.getByRole('button', { name: 'Confirm and pay' }).click();
    await device.registered('home');
    await expect(page.getByRole('heading', { name: 'You are connected' })).toBeVisible();
    expect(operator.portal?.purchases()).toMatchObject([{ account: { name: customer } }]);
    expect(operator.desk.orders()).toHaveLength(1);
    expect(world.devices()).toHaveLength(1);
    test.info().annotations.push({ type: 'eid', description: device.eid });
  });
}
