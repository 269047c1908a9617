// Before the tests of several processes: a redis-server on the PATH, or plainly what is done without it.
// Root on Debian or Ubuntu gets the distribution's package; nobody else's machine is changed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const LIMIT_MS = 180_000;
/** An unreachable mirror is given up soon. */
const APT = ['-o', 'Acquire::http::Timeout=15', '-o', 'Acquire::https::Timeout=15', '-o', 'Acquire::Retries=1'];

if (!hasRedis()) {
  const problem = install();
  if (!hasRedis()) {
    console.log(`
!! There is no \`redis-server\` on the PATH, so the tests of several processes with Redis are SKIPPED.
!! Debian: apt-get install redis-server; macOS: brew install redis. ${problem}
`);
  }
}

function hasRedis() {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** What kept it from being installed; empty where nothing did. */
function install() {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return '';
  console.log('Installing redis-server with apt-get, once ...');
  return apt('update') || apt('install', '-y', '--no-install-recommends', 'redis-server');
}

function apt(...args) {
  // In runlevel 1 the package's service is not started: the tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const { status, stdout, stderr, error } = spawnSync('apt-get', [...APT, '-qq', ...args], {
    env,
    timeout: LIMIT_MS,
    encoding: 'utf8',
  });
  if (status === 0) return '';
  const lines = `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim().split('\n').slice(-3).join('\n!! ');
  return `\n!! apt-get ${args[0]} failed: ${lines}`;
}
