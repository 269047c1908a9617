import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TACO = fileURLToPath(new URL('../node_modules/.bin/taco', import.meta.url));

/** Whether the toolkit can pack here: it calls `jar`, which comes with a Java development kit. */
export function canPack(): boolean {
  return spawnSync('jar', ['--version'], { stdio: 'ignore' }).status === 0;
}

/**
 * Lets Tableau's toolkit check and pack a staged folder; returns the path of the `.taco` file.
 *
 * @throws Error with the toolkit's output where it refuses.
 */
export function runPacker(folder: string): string {
  if (!canPack()) throw new Error('Packing needs `jar` on the PATH; it comes with a Java development kit (JDK).');
  const { status, stdout, stderr } = spawnSync(TACO, ['pack', '--accept-eula', '-f', '--name-only'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`taco pack failed:\n${stdout}${stderr}`);
  const definition: unknown = JSON.parse(readFileSync(join(folder, 'connector/connector.json'), 'utf8'));
  const { name } = definition as { readonly name: string };
  return join(folder, `${name}.taco`);
}
