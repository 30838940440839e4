import { after, expect, minutes, test } from 'esimlab/playwright';

test.use({
  portalUrl: process.env['SMALL_PORTAL_URL'],
  mobilePlans: { market: 'CH', acceptLanguage: 'de-CH' },
});

test('an own portal is entered as Windows enters it', async ({ device, launch, page }) => {
  const { searchParams } = new URL(page.url());
  expect(searchParams.get('eid')).toBe(device.eid);
  expect(searchParams.get('imei')).toBe(device.imei);
  expect(searchParams.get('market')).toBe('CH');
  expect(searchParams.get('transactionId')).toBe(launch.transactionId);
  expect(await page.evaluate('[innerWidth, innerHeight, navigator.language]')).toEqual([800, 600, 'de-CH']);
});

test('an own portal hands over a code of the desk', async ({ device, operator, page }) => {
  const { activationCode, order } = await operator.desk.order({});
  await page.route('**/code', (route) => route.fulfill({ body: activationCode }));
  await page.getByRole('button', { name: 'Buy', exact: true }).click();
  await device.registered('home');
  await expect(page.getByText('success', { exact: true })).toBeVisible();
  await expect(page.getByText('home', { exact: true })).toBeVisible();
  expect(await device.profiles()).toEqual([{ iccid: order.iccid, state: 'enabled' }]);
});

test('a code that nobody knows is refused by its name', async ({ device, page }) => {
  await page.getByRole('button', { name: 'Buy', exact: true }).click();
  await expect(page.getByText('invalidMatchingId')).toBeVisible();
  expect(await device.profiles()).toEqual([]);
  expect(device.registration.state).toBe('none');
  expect(device.mobilePlans.findings.filter(({ note }) => !note)).toEqual([]);
});

test('an order that has expired is refused when the clock is wound past it', async ({
  operator,
  page,
  world,
}) => {
  const { activationCode } = await operator.desk.order({ expiresAt: after(world.clock.now(), minutes(30)) });
  await page.route('**/code', (route) => route.fulfill({ body: activationCode }));
  await world.clock.advance(minutes(31));
  await page.getByRole('button', { name: 'Buy', exact: true }).click();
  await expect(page.locator('#activation')).not.toBeEmpty();
  expect(await page.locator('#activation').textContent()).not.toBe('success');
});

test('a profile that is bought for later comes when its toast is accepted', async ({
  device,
  operator,
  page,
  world,
}) => {
  const { activationCode } = await operator.desk.order({});
  await page.route('**/code', (route) => route.fulfill({ body: activationCode }));
  const start = world.clock.now();
  await page.getByRole('button', { name: 'Buy for later' }).click();
  const toast = await device.toast('downloadReady');
  expect(world.clock.now()).toBe(after(start, minutes(30)));
  expect(toast.text).toContain('"Plan" is ready');
  expect(await device.profiles()).toEqual([]);
  await toast.accept();
  await expect(page.getByText('success', { exact: true })).toBeVisible();
  await device.registered('home');
});

test('a network that comes later is told by a toast', async ({ device, launch, operator, page }) => {
  const { activationCode, order } = await operator.desk.order({ provision: false });
  await page.route('**/code', (route) => route.fulfill({ body: activationCode }));
  await page.getByRole('button', { name: 'Network later' }).click();
  expect(await launch.ended).toMatchObject({ why: 'purchased' });
  await device.registered('denied');
  await operator.desk.provision(order.iccid);
  expect((await device.toast('connected')).text).toBe('"Plan" is connected');
  expect(device.registration.state).toBe('home');
});

test('a portal that gives up leaves its window open for the test', async ({ launch, page }) => {
  await page.getByRole('button', { name: 'Leave' }).click();
  expect(await launch.ended).toMatchObject({ why: 'cancelled' });
  await expect(page.getByRole('button', { name: 'Leave' })).toBeVisible();
});

test('fails on purpose', async ({ device, page }) => {
  await page.getByRole('button', { name: 'Buy', exact: true }).click();
  await expect(page.getByText('invalidMatchingId')).toBeVisible();
  expect(device.registration.state).toBe('home');
});

test('waits on purpose for a portal that calls nothing', async ({ device, page }) => {
  await expect(page.getByRole('button', { name: 'Buy', exact: true })).toBeVisible();
  await device.registered('home');
});
