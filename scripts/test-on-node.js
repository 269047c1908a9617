// Runs the unit tests with another version of Node, from npm and kept in node_modules/.cache.
// Usage: npm run test:node -- <version, such as 20.19 or 26> [arguments of vitest ...]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [version, ...toVitest] = process.argv.slice(2);
if (!/^\d+(\.\d+)*$/.test(version ?? '')) {
  console.error('Which version of Node? For example: npm run test:node -- 22');
  process.exit(2);
}
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = installed(version);
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
run('node', ['--version'], { env });
run('node', ['node_modules/vitest/vitest.mjs', 'run', ...toVitest], { env });

/** The folder of the programs of a version, installed where it is not there. */
function installed(wanted) {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(root, 'node_modules/.cache', `node-${wanted}`);
  const programs = join(folder, 'node_modules', name, 'bin');
  if (!existsSync(programs)) {
    mkdirSync(folder, { recursive: true });
    const quietly = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
    run('npm', ['install', '--prefix', folder, ...quietly, `${name}@${wanted}`]);
  }
  return programs;
}

/** Runs a program to its end; whoever fails ends all this with its own status. */
function run(program, words, options = {}) {
  const { status, error } = spawnSync(program, words, { cwd: root, stdio: 'inherit', ...options });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
