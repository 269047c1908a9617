/**
 * What an operator does with the package: it is packed, installed in an empty folder without a network, and its command
 * answers there. The package is the built product with all it needs, so that no registry is asked for any of it.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { request } from 'undici';
import { expect, stopProcess, test } from '../fixtures.ts';
import { offline, pack, REPOSITORY } from './packed.ts';

const { PATH = '' } = process.env;

let folder = '';
test.beforeAll(() => {
  test.setTimeout(180_000);
  const base = mkdtempSync(join(tmpdir(), 'clicktime-odata-install-'));
  folder = join(base, 'empty');
  mkdirSync(folder);
  const env = { ...offline, npm_config_cache: join(base, 'cache') };
  execFileSync('npm', ['install', '--no-audit', '--no-fund', join(base, pack(base))], {
    cwd: folder,
    env,
    stdio: 'ignore',
  });
});
test.afterAll(() => rmSync(join(folder, '..'), { recursive: true }));

/** `npx clicktime-odata` with arguments and settings. */
const npx = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  spawnSync('npx', ['clicktime-odata', ...args], { cwd: folder, env: { ...offline, ...env }, encoding: 'utf8' });

test('the command tells its version, its settings, and what is wrong', () => {
  const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  expect(npx(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
  expect(npx(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('CLICKTIME_API_URL') });
  expect(npx(['--check'], { PORT: '9000' })).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('PORT=9000\n'),
    stderr: '',
  });
  expect(npx(['--check'], { PORT: 'many' })).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^Invalid settings:\n- PORT must/),
  });
  expect(npx(['--port=1'])).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining("'--port'") });
});

test('the command serves the wizard and rows', async () => {
  const command = join(folder, 'node_modules/.bin/clicktime-odata');
  const server = spawn(command, { cwd: folder, env: { PATH, PORT: '0', SIMULATOR_PORT: '0', LOG_LEVEL: 'silent' } });
  try {
    const root = await new Promise<string>((resolve, reject) => {
      createInterface({ input: server.stdout }).on('line', (line) => {
        if (line.startsWith('OData service root: ')) resolve(line.slice('OData service root: '.length));
      });
      server.once('exit', (code) => reject(new Error(`It stopped with ${code}.`)));
    });
    const headers = { authorization: `Basic ${Buffer.from('clicktime:demo-admin').toString('base64')}` };
    const rows = await request(new URL('Jobs?$top=2', root), { headers });
    expect(((await rows.body.json()) as { readonly value: readonly unknown[] }).value).toHaveLength(2);
    const page = await request(new URL('/connect/', root));
    expect([page.statusCode, await page.body.text()]).toEqual([200, expect.stringContaining('<script')]);
  } finally {
    await stopProcess(server);
  }
});
