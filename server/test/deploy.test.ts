/** The files in deploy name settings that exist, and limits that are not below the service's own; systemd reads its unit. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig, settings } from '../src/config.ts';
import { LONGEST_SKIPTOKEN } from '../src/execution/skiptoken.ts';
import { MAX_BATCH_BYTES } from '../src/protocol/batch/batch-part.ts';
import { MEGABYTE } from '../src/util/megabyte.ts';

const read = (name: string): string => readFileSync(new URL(`../../deploy/${name}`, import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'clicktime-odata-deploy-'));
afterAll(() => rmSync(folder, { recursive: true }));

const defaults = readConfig({});
const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN);
const has = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;

test('compose sets settings that exist, to values that go together', () => {
  const compose = parse(read('compose.yaml')) as {
    readonly services: { readonly server: { readonly environment: Readonly<Record<string, string>> } };
  };
  const given = compose.services.server.environment;
  expect(Object.keys(given).filter((name) => !(name in settings))).toEqual([]);
  const filledIn = Object.entries(given).map(([name, text]) => [
    name,
    text.replace(/\$\{DOMAIN\b.*?\}/, 'odata.example.com').replace(/\$\{.*?\}/, 'sixteen characters'),
  ]);
  expect(readConfig(Object.fromEntries(filledIn)).PUBLIC_URL).toBe('https://odata.example.com');
});

test('proxies take what the service takes, and wait longer than it', () => {
  const bytes = 2 * defaults.MAX_URL_LENGTH + LONGEST_SKIPTOKEN + 16_384;
  const seconds = defaults.REQUEST_TIMEOUT_MS / 1000;
  const [nginx, caddy] = [read('nginx.conf'), read('Caddyfile')];
  expect(numberIn(nginx, /large_client_header_buffers \d+ (\d+)k;/) * 1024).toBeGreaterThan(bytes);
  expect(numberIn(caddy, /max_header_size (\d+)KiB/) * 1024).toBeGreaterThan(bytes);
  expect(numberIn(nginx, /client_max_body_size (\d+)m;/) * MEGABYTE).toBeGreaterThanOrEqual(MAX_BATCH_BYTES);
  expect(numberIn(nginx, /proxy_read_timeout (\d+)s;/)).toBeGreaterThan(seconds);
  expect(numberIn(caddy, /response_header_timeout (\d+)s/)).toBeGreaterThan(seconds);
});

test('who stops the service waits until it has stopped', () => {
  expect(numberIn(read('clicktime-odata.service'), /TimeoutStopSec=(\d+)/)).toBeGreaterThan(25);
  expect(numberIn(read('compose.yaml'), /stop_grace_period: (\d+)s/)).toBeGreaterThan(25);
});

test.skipIf(!has('systemd-analyze', '--version'))('systemd takes the unit', () => {
  const file = join(folder, 'clicktime-odata.service');
  // Node may be elsewhere on this machine.
  writeFileSync(file, read('clicktime-odata.service').replaceAll('/usr/bin/node', process.execPath));
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
  const own = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('clicktime-odata'));
  expect([status, own]).toEqual([0, []]);
});
