// Before the tests: the commands of others that some of them run, or plainly what is done without.
// Root on Debian or Ubuntu gets the distribution's packages; nobody else's machine is changed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LIMIT_MS = 180_000;
/** An unreachable mirror is given up soon. */
const APT = ['-o', 'Acquire::http::Timeout=15', '-o', 'Acquire::https::Timeout=15', '-o', 'Acquire::Retries=1'];

const commands = [
  { name: 'redis-server', args: ['--version'], skipped: 'tests of several processes with Redis' },
  { name: 'nginx', args: ['-v'], skipped: 'tests of nginx in front of the service' },
  { name: 'caddy', args: ['version'], skipped: 'tests of Caddy in front of the service' },
  { name: 'jq', args: ['--version'], skipped: 'test of the program for curl' },
];

/** What the program for Python imports; kept out of the machine's own Python. */
const python = {
  packages: ['requests==2.32.5', 'pandas==2.3.3'],
  folder: fileURLToPath(new URL('../node_modules/.cache/python', import.meta.url)),
};

const missing = commands.filter((command) => !has(command));
const problem = missing.length === 0 ? '' : installCommands(missing.map(({ name }) => name));
for (const command of missing.filter((each) => !has(each)))
  warn(`There is no \`${command.name}\` on the PATH, so the ${command.skipped} are SKIPPED.`, problem);
installPython();

function has({ name, args }) {
  return spawnSync(name, args).status === 0;
}

/** What kept them from being installed; empty where nothing did. */
function installCommands(names) {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return '';
  console.log(`Installing ${names.join(', ')} with apt-get, once ...`);
  return apt('update') || apt('install', '-y', '--no-install-recommends', ...names);
}

function apt(...args) {
  // In runlevel 1 a package's service is not started: the tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  return failureOf('apt-get', [...APT, '-qq', ...args], env);
}

function installPython() {
  const { packages, folder } = python;
  const done = `${folder}/${packages.join('-').replaceAll('=', '')}`;
  if (existsSync(done)) return;
  console.log(`Installing ${packages.join(', ')} for Python, once ...`);
  const quietly = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore', '--only-binary=:all:'];
  const failure = failureOf('python3', ['-m', 'pip', 'install', ...quietly, '--target', folder, ...packages]);
  if (failure !== '') return warn('The test of the program for Python is SKIPPED.', failure);
  mkdirSync(folder, { recursive: true });
  writeFileSync(done, '');
}

/** The last lines of what a command said where it failed, else nothing. */
function failureOf(command, args, env = process.env) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { env, timeout: LIMIT_MS, encoding: 'utf8' });
  if (status === 0) return '';
  const lines = `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim().split('\n').slice(-3).join('\n!! ');
  return `${command} ${args.find((arg) => !arg.startsWith('-')) ?? ''} failed: ${lines}`;
}

function warn(what, why) {
  console.log(`\n!! ${what}\n${why === '' ? '' : `!! ${why}\n`}`);
}
