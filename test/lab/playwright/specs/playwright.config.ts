import { defineConfig, devices } from '@playwright/test';

/** As `npm init playwright` makes it: with a window of another size, and with browsers that cannot be the window. */
export default defineConfig({
  fullyParallel: true,
  projects: [
    { name: 'chromium', use: { ...devices['Desktop Chrome'], locale: 'fr-FR' } },
    { name: 'firefox', use: { ...devices['Desktop Firefox'] }, grep: /browsers/ },
  ],
});
