import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

const ci = process.env['CI'] !== undefined;

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: true,
  // Twice as many as there are cores: tests wait most of the time, for servers to start and for what is slow on purpose.
  workers: 2 * availableParallelism(),
  forbidOnly: ci,
  retries: 0,
  // However busy the machine is: what takes longer than this hangs.
  timeout: 300_000,
  // The same of what a test waits for: ClickTime's throttle and a busy machine take their time.
  expect: { timeout: 60_000 },
  reporter: 'list',
  projects: [
    { name: 'protocol', testDir: 'protocol' },
    { name: 'extract', testDir: 'extract' },
    { name: 'operations', testDir: 'operations' },
    { name: 'connector', testDir: 'connector', use: { trace: 'retain-on-failure' } },
  ],
});
