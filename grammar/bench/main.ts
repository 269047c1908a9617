// npm run bench:grammar: this parser beside others, and beside a floor. The others are installed for the run in a
// temporary folder; where that fails, ours and the floor are measured alone. `-- --without-peers` skips them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { peerPackages } from './peers.ts';

const folder = mkdtempSync(join(tmpdir(), 'grammar-bench-'));
try {
  const withPeers = !process.argv.includes('--without-peers') && installPeers();
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

function installPeers(): boolean {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const command = [
    'install',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--loglevel=error',
    '--fetch-retries=1',
    ...peerPackages,
  ];
  const { status, stderr } = spawnSync('npm', command, { cwd: folder, encoding: 'utf8' });
  if (status === 0) return true;
  console.log(`The other parsers could not be installed, so they are not measured:\n${stderr.slice(0, 400)}\n`);
  return false;
}
