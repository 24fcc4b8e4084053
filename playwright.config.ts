import { defineConfig } from '@playwright/test'
import { CHROMIUM_SWITCHES, findChromium } from './scripts/find-chromium.mjs'

const executablePath = findChromium()

/** Tests of the app through its real face, on the build in `out/`. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  timeout: 60_000,
  // Only a failure waits so long; on a busy machine of two cores five seconds are not enough.
  expect: { timeout: 20_000 },
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  use: {
    launchOptions: {
      // Playwright would switch the sandbox off for everyone; CHROMIUM_SWITCHES does it for root only.
      chromiumSandbox: process.getuid?.() !== 0,
      args: CHROMIUM_SWITCHES,
      ...(executablePath ? { executablePath } : {}),
    },
    trace: 'retain-on-failure',
  },
})
