/** The package as an operator gets it, and npm without a network: whatever the package lacks, it lacks. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

const { PATH = '', HOME = '' } = process.env;

/** Environment of commands that find neither a cache nor a registry. */
export const offline = { PATH, HOME, npm_config_offline: 'true', npm_config_registry: 'http://127.0.0.1:1' };

/** Packs the built product into a folder, and gives the name of the file. */
export function pack(folder: string): string {
  const env = { ...offline, npm_config_cache: join(folder, 'cache') };
  // The tests' own build is what is packed: building again would empty its folder under other tests.
  const args = ['pack', '--ignore-scripts', '--pack-destination', folder];
  execFileSync('npm', args, { cwd: REPOSITORY, env, stdio: 'ignore' });
  return readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
}
