// Builds where the last build was of other inputs than there are now, or did not end: `npm start` begins at once otherwise.
// What is compared are contents, so that neither a clock nor a checkout misleads it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whatever may make a difference to what is built, and a little more. */
const INPUTS = ['connector', 'grammar', 'scripts', 'server', 'package.json', 'package-lock.json', 'rolldown.config.ts'];
const NOT_INPUTS = /(?:^|\/)(?:node_modules|test)$|\.gen\.(?:js|d\.ts)$|\.taco$/;
const BUILT = ['dist/server/main.js', 'dist/connect/index.html'];
/** Every build empties this folder first, so that one that breaks leaves no record. */
const RECORD = 'dist/server/inputs.sha256';

const now = fingerprint();
const isBuilt = BUILT.every((path) => existsSync(path)) && existsSync(RECORD) && readFileSync(RECORD, 'utf8') === now;
if (!isBuilt) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  // Taken before the build: what changed meanwhile is built the next time.
  writeFileSync(RECORD, now);
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const path of INPUTS.filter((input) => existsSync(input)).flatMap(filesIn)) {
    const content = readFileSync(path);
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function filesIn(path) {
  if (NOT_INPUTS.test(path)) return [];
  const entries = readEntries(path);
  return entries === undefined ? [path] : entries.toSorted().flatMap((name) => filesIn(join(path, name)));
}

/** The names in a folder; nothing where it is none. */
function readEntries(path) {
  try {
    return readdirSync(path);
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}
