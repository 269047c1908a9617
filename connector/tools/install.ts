/**
 * The connector's own install: Tableau's toolkit, and the browser for the tests. It is apart from the server's, which
 * stays small and needs no compiler. Done once; again when the lockfile changes.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CONNECTOR = fileURLToPath(new URL('..', import.meta.url));
const STAMP = join(CONNECTOR, 'node_modules/.installed');

interface Install {
  /** Why Tableau's sandbox cannot run on this machine; undefined where it can. */
  readonly sandboxProblem?: string;
}

interface InstallOptions {
  /** Told what is going on, one line at a time. */
  readonly say: (line: string) => void;
  /** Whether the sandbox is wanted too, which takes a compiler and some minutes. */
  readonly sandbox: boolean;
}

/**
 * Installs what is missing.
 *
 * @throws Error where the packages themselves cannot be installed.
 */
export function install({ say, sandbox }: InstallOptions): Install {
  const lock = readFileSync(join(CONNECTOR, 'package-lock.json'), 'utf8');
  // With this key npm would install what the toolkit's authors had, and ignore the overrides.
  if (lock.includes('"hasShrinkwrap": true'))
    throw new Error('Delete "hasShrinkwrap" from connector/package-lock.json.');
  const fingerprint = createHash('sha256').update(`${process.version} ${lock}`).digest('hex');
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== fingerprint) {
    say(
      'Installing the Tableau toolkit, a test browser and OpenUI5 into connector/node_modules (once, about half a minute)',
    );
    npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
    writeFileSync(STAMP, fingerprint);
  }
  if (!sandbox || sandboxLoads()) return {};
  say("Compiling the engine of Tableau's sandbox (once, one to three minutes; needs a C++ compiler, make and Python)");
  const failure = tryNpm(['rebuild', 'isolated-vm', '--loglevel=error']);
  return sandboxLoads() ? {} : { sandboxProblem: failure ?? 'it was compiled but does not load' };
}

/** Whether the sandbox is compiled for this machine. */
export function sandboxLoads(): boolean {
  const script = "new (require('isolated-vm').Isolate)().dispose()";
  return spawnSync(process.execPath, ['-e', script], { cwd: CONNECTOR, stdio: 'ignore' }).status === 0;
}

function npm(args: readonly string[]): void {
  const failure = tryNpm(args);
  if (failure !== undefined) throw new Error(`npm ${args[0]} failed in connector/: ${failure}`);
}

/** Runs npm in the connector's folder; what its output says of errors where it fails. */
function tryNpm(args: readonly string[]): string | undefined {
  const env = { ...process.env, ...localNodeHeaders() };
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: CONNECTOR, encoding: 'utf8', env });
  if (status === 0) return undefined;
  const lines = `${stdout}${stderr}`.trim().split('\n');
  const telling = lines.filter((line) => /\bError:|not found|could not|unable to/i.test(line));
  return (telling.length > 0 ? telling : lines).slice(-5).join('\n');
}

/** Where Node came with its headers, the compiler uses those instead of a download. */
function localNodeHeaders(): Readonly<Record<string, string>> {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {};
}
