import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{grammar,server}/**/*.test.ts'],
    coverage: { provider: 'v8', include: ['server/src/**', 'grammar/*.ts'], exclude: ['**/*.gen.*', '**/*.d.ts'] },
  },
});
