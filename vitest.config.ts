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
    coverage: { provider: 'v8', include: ['server/src/**', 'grammar/*.ts'], exclude: ['**/*.gen.*', '**/*.d.ts'] },
  },
});
