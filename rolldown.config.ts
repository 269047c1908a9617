import { defineConfig } from 'rolldown';
import packageJson from './package.json' with { type: 'json' };

export default defineConfig({
  input: { main: 'server/src/main.ts' },
  platform: 'node',
  external: [/^node:/, ...Object.keys(packageJson.dependencies).map((name) => new RegExp(`^${name}(/|$)`))],
  output: { dir: 'dist/server', format: 'esm', sourcemap: true, cleanDir: true },
});
