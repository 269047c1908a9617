/** The environment as configuration: defaults, every problem at once, nothing guessed. */
import { expect, test } from 'vitest';
import { ConfigError, readConfig, settings, settingsTable } from '../src/config.ts';

test('without any settings the demo runs', () => {
  expect(readConfig({})).toEqual({
    HOST: '127.0.0.1',
    PORT: 8080,
    PUBLIC_URL: undefined,
    TRUST_PROXY: [],
    CLICKTIME_API_URL: undefined,
    SIMULATOR_PORT: 8081,
    OWN_DATA_FALLBACK: false,
    PAGE_SIZE: 5000,
    PAGE_TIME_BUDGET_MS: 10_000,
    REQUEST_TIMEOUT_MS: 110_000,
    REQUEST_CPU_MS: 10_000,
    REQUEST_MEMORY_MB: undefined,
    UPSTREAM_TIMEOUT_MS: 30_000,
    UPSTREAM_REQUESTS: 10,
    UPSTREAM_WINDOW_SECONDS: 5,
    REDIS_URL: undefined,
    REDIS_SECRET: undefined,
    UPSTREAM_CACHE_SECONDS: 60,
    UPSTREAM_CACHE_MB: 16,
    ANSWER_CACHE_SECONDS: 10,
    ANSWER_CACHE_MB: 32,
    MAX_URL_LENGTH: 32_768,
    MAX_SORT_ROWS: 200_000,
    MAX_EXPANDED_ROWS: 100_000,
    LOG_LEVEL: 'info',
  });
});

test.each([
  ['PORT', ' 0 ', 0],
  ['PORT', '', 8080],
  ['PUBLIC_URL', 'https://bi.example.com/ct/', 'https://bi.example.com/ct'],
  ['PUBLIC_URL', 'https://bi.example.com/odata/v4/', 'https://bi.example.com'],
  ['PUBLIC_URL', 'https://bi.example.com/ct/odata/v4', 'https://bi.example.com/ct'],
  ['PUBLIC_URL', 'https://bi.example.com/OData/V4/$metadata', 'https://bi.example.com'],
  ['PUBLIC_URL', 'https://bi.example.com/odata/v4x', 'https://bi.example.com/odata/v4x'],
  ['PUBLIC_URL', 'HTTPS:bi.example.com', 'https://bi.example.com'],
  ['PUBLIC_URL', 'https://bi.example.com:8443//', 'https://bi.example.com:8443'],
  ['TRUST_PROXY', 'loopback, 10.0.0.0/8,::1', ['loopback', '10.0.0.0/8', '::1']],
  ['CLICKTIME_API_URL', 'https://api.clicktime.com/v2', 'https://api.clicktime.com/v2'],
  ['CLICKTIME_API_URL', 'simulator', 'simulator'],
  ['LOG_LEVEL', 'silent', 'silent'],
  ['HOST', '::', '::'],
  ['OWN_DATA_FALLBACK', 'on', true],
  ['OWN_DATA_FALLBACK', 'off', false],
] as const)('%s=%s', (name, text, expected) => {
  expect(readConfig({ [name]: text })[name]).toEqual(expected);
});

test.each([
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['PORT', '0x50'],
  ['PAGE_SIZE', '0'],
  ['PAGE_SIZE', 'many'],
  ['PAGE_SIZE', '1e3'],
  ['PUBLIC_URL', 'bi.example.com'],
  ['PUBLIC_URL', 'ftp://bi.example.com'],
  ['PUBLIC_URL', 'https://a b'],
  ['PUBLIC_URL', 'https://bi.example.com:99999'],
  ['PUBLIC_URL', 'https://bi.example.com/?x'],
  ['PUBLIC_URL', 'https:///'],
  ['PUBLIC_URL', 'https://u:p@bi.example.com'],
  ['CLICKTIME_API_URL', 'https://api.clicktime.com/v2?x=1'],
  ['CLICKTIME_API_URL', 'real'],
  ['TRUST_PROXY', 'everybody'],
  ['TRUST_PROXY', 'true'],
  ['LOG_LEVEL', 'loud'],
  ['HOST', 'a b'],
  ['OWN_DATA_FALLBACK', 'yes'],
])('%s=%s is refused by name', (name, text) => {
  expect(() => readConfig({ [name]: text })).toThrow(
    expect.objectContaining({ name: 'ConfigError', message: expect.stringMatching(new RegExp(`- ${name} must`)) }),
  );
});

test('one message names every bad value', () => {
  const read = (): unknown => readConfig({ PORT: 'x', PAGE_SIZE: '0', LOG_LEVEL: 'loud', HOST: '127.0.0.1' });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(/- PORT .*'x'\n- PAGE_SIZE .*'0'\n- LOG_LEVEL .*'loud'$/);
});

test('a configuration does not change', () => {
  expect(Object.isFrozen(readConfig({}))).toBe(true);
});

test('the table for the README has a row for each setting', () => {
  const lines = settingsTable().split('\n');
  expect(lines.slice(2).map((line) => /`(\w+)`/.exec(line)?.[1])).toEqual(Object.keys(settings));
});

test.each([
  ['redis://:pass-word@cache.example.com:6380/1', 'a secret of all the servers'],
  ['rediss://user:pass-word@cache.example.com', 'a secret of all the servers'],
])('%s is a Redis, and its password stays secret', (REDIS_URL, REDIS_SECRET) => {
  const config = readConfig({ REDIS_URL, REDIS_SECRET });
  expect([config.REDIS_URL?.reveal(), config.REDIS_SECRET?.reveal()]).toEqual([REDIS_URL, REDIS_SECRET]);
  expect(JSON.stringify(config)).not.toContain('pass-word');
});

test.each([
  [{ REDIS_URL: 'http://:pass-word@cache.example.com', REDIS_SECRET: 'a secret of all the servers' }, /REDIS_URL must/],
  [{ REDIS_URL: 'redis://cache.example.com?pass-word' }, /REDIS_URL must/],
  [{ REDIS_URL: 'redis://cache.example.com' }, /REDIS_SECRET must be set/],
  [{ REDIS_SECRET: 'pass-word' }, /REDIS_SECRET must have/],
])('%j is refused without showing it', (environment, message) => {
  expect(() => readConfig(environment)).toThrow(message);
  expect(() => readConfig(environment)).not.toThrow(/pass-word/);
});
