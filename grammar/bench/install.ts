import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Installs packages in an empty folder, beside the lockfile; false, with a word of why, where that cannot be done. */
export function installPackages(folder: string, packages: readonly string[]): boolean {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', '--fetch-retries=1'];
  const { status, stderr } = spawnSync('npm', ['install', ...options, ...packages], { cwd: folder, encoding: 'utf8' });
  if (status === 0) return true;
  console.log(`${packages.join(', ')} could not be installed, so they are not measured:\n${stderr.slice(0, 400)}\n`);
  return false;
}
