import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{grammar,server,connector}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**'],
    // The toolkit has an install of its own, and its sandbox runs in the e2e tests.
    alias: {
      '@tableau/taco-toolkit/handlers': fileURLToPath(new URL('connector/test/toolkit-stub.ts', import.meta.url)),
    },
    // One worker for each core. No file changes what another sees, so all of a worker's files share what they import.
    maxWorkers: availableParallelism(),
    isolate: false,
    // However busy the machine is: what takes longer than this hangs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    coverage: { provider: 'v8', include: ['server/src/**', 'grammar/*.ts'], exclude: ['**/*.gen.*', '**/*.d.ts'] },
  },
});
