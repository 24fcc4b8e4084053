import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Native modules (SQLite, pty) are loaded once per process, not per worker thread.
    pool: 'forks',
    // Most tests wait for processes and disks; the default leaves one core of two idle.
    maxWorkers: '100%',
  },
})
