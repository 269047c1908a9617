/** `npm start` builds where something that is built from has changed, or the last build did not end, and else not. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/build-when-changed.js', import.meta.url));

/** Empties its folder first, as the bundler does, and counts how often it ran. */
const build = `
  const fs = require('fs');
  fs.appendFileSync('builds.txt', '.');
  fs.rmSync('dist/server', { recursive: true, force: true });
  if (fs.existsSync('broken')) process.exit(3);
  for (const file of ['dist/server/main.js', 'dist/connect/index.html']) {
    fs.mkdirSync(require('path').dirname(file), { recursive: true });
    fs.writeFileSync(file, '');
  }`;

// npm takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
const write = (path: string, text: string): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const start = (): number | null => spawnSync(process.execPath, [SCRIPT], { cwd: folder }).status;
const builds = (): number =>
  existsSync(join(folder, 'builds.txt')) ? readFileSync(join(folder, 'builds.txt')).length : 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-when-changed-'));
  write('package.json', JSON.stringify({ scripts: { build: 'node build.cjs' } }));
  write('build.cjs', build);
  write('server/src/main.ts', 'one');
  write('grammar/fast.gen.js', 'one');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the first start builds, the second does not', () => {
  expect([start(), builds(), start(), builds()]).toEqual([0, 1, 0, 1]);
});

test.each([
  ['a changed file', () => write('server/src/main.ts', 'two'), 2],
  ['a new file', () => write('connector/app/new.ts', ''), 2],
  ['a file that is gone', () => rmSync(join(folder, 'server/src/main.ts')), 2],
  ['a file of another name', () => write('server/src/main.tsone', ''), 2],
  ['another lock file', () => write('package-lock.json', '{}'), 2],
  ['a built file that is gone', () => rmSync(join(folder, 'dist/connect/index.html')), 2],
  ['a test', () => write('server/test/main.test.ts', ''), 1],
  ['what is generated', () => write('grammar/fast.gen.js', 'two'), 1],
  ['what is installed', () => write('connector/node_modules/a/index.js', ''), 1],
])('%s', (_, change, expected) => {
  start();
  change();
  start();
  expect(builds()).toBe(expected);
});

test('a build that fails is told by its status, and tried again', () => {
  start();
  write('broken', '');
  write('server/src/main.ts', 'two');
  expect(start()).not.toBe(0);
  write('server/src/main.ts', 'one');
  rmSync(join(folder, 'broken'));
  expect([start(), builds()]).toEqual([0, 3]);
});
