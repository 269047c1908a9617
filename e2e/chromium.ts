/**
 * Which Chromium the tests drive: CHROMIUM_PATH, else the one in the connector's lockfile (Linux on x64, unpacked once),
 * else Playwright's own download, else the system's.
 */
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { chromium } from '@playwright/test';

const PACKAGE = new URL('../connector/node_modules/@sparticuz/chromium/', import.meta.url);
const SYSTEM = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Path of a browser that runs here.
 *
 * @throws Error that says how to get one.
 */
export async function findChromium(): Promise<string> {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') return given;
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(PACKAGE)) return unpackBundled();
  const found = [chromium.executablePath(), ...SYSTEM].find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error('No Chromium found: run `npx playwright install chromium`, or set CHROMIUM_PATH to a browser.');
}

/** A second process never sees half a file: it is renamed into place when complete. */
async function unpackBundled(): Promise<string> {
  const { version } = JSON.parse(readFileSync(new URL('package.json', PACKAGE), 'utf8')) as {
    readonly version: string;
  };
  const folder = fileURLToPath(new URL(`../../.cache/chromium-${version}/`, PACKAGE));
  const executable = `${folder}chromium`;
  if (existsSync(executable)) return executable;
  await mkdir(folder, { recursive: true });
  const part = `${executable}.${process.pid}`;
  await pipeline(
    createReadStream(new URL('bin/chromium.br', PACKAGE)),
    createBrotliDecompress(),
    createWriteStream(part, { mode: 0o755 }),
  );
  await rename(part, executable);
  return executable;
}

/** Options for every launch; root may not use the sandbox. */
export const LAUNCH_ARGS: readonly string[] = [
  '--disable-dev-shm-usage',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
