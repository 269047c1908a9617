/** Packs the connector into one `.taco` file, as `pack-options.ts` says; whatever fails is told in words. */
import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './install.ts';
import { PackProblem, packOptions, usage, type PackOptions } from './pack-options.ts';
import { readJson } from './read-json.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** Runs the command; resolves with the exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const options = packOptions(args, readJson('connector.json'));
    if (options === undefined) process.stdout.write(usage);
    else await pack(options);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (!(error instanceof PackProblem)) return 1;
    process.stderr.write(`\n${usage}`);
    return 2;
  }
}

async function pack({ address, allowedOrigins, email, obstacle, mended }: PackOptions): Promise<void> {
  for (const line of mended) console.log(line);
  install({ say: console.log, sandbox: false });
  // What builds is found only when the install is there.
  const { stage } = await import('./stage.ts');
  const { runPacker } = await import('./run-packer.ts');
  const folder = join(DIST, 'taco');
  await stage({ folder, serviceUrl: address.root, allowedOrigins, email });
  const packed = runPacker(folder);
  const file = join(DIST, basename(packed));
  copyFileSync(packed, file);
  console.log(`Packed ${file}`);
  console.log(`It begins with ${address.root} and can reach ${allowedOrigins.join(', ')} only.`);
  if (obstacle === undefined) return;
  console.log(
    'Tableau reads data over https from a named host only: this file is for trying out (connector/README.md).',
  );
}

process.exitCode = await main(process.argv.slice(2));
