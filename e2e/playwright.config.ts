import { defineConfig } from '@playwright/test';

const ci = process.env['CI'] !== undefined;

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: ci,
  retries: 0,
  timeout: 120_000,
  reporter: 'list',
  projects: [
    { name: 'protocol', testDir: 'protocol' },
    { name: 'extract', testDir: 'extract' },
    { name: 'connector', testDir: 'connector', use: { trace: 'retain-on-failure' } },
  ],
});
