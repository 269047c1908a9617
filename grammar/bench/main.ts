// npm run bench:grammar: this parser beside others, and beside a floor. The others are installed for the run in a
// temporary folder; where that fails, ours and the floor are measured alone. `-- --without-peers` skips them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { installPackages } from './install.ts';
import { peerPackages } from './peers.ts';

const folder = mkdtempSync(join(tmpdir(), 'grammar-bench-'));
try {
  const withPeers = !process.argv.includes('--without-peers') && installPackages(folder, peerPackages);
  // Bundled as the server is: what a development loader adds to functions would be measured otherwise.
  const bundle = join(folder, 'measure.mjs');
  const input = fileURLToPath(new URL('measure.ts', import.meta.url));
  await build({ input, platform: 'node', output: { file: bundle, format: 'esm' }, logLevel: 'warn' });
  const { status } = spawnSync(process.execPath, ['--expose-gc', bundle, ...(withPeers ? [folder] : [])], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
